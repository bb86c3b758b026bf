-- grain: one row per month and product that any location had or listed by then
with

obt_inventory_daily as (

    select * from {{ ref('obt_inventory_daily') }}

),

months as (

    -- every product has a row each day up to the project's today, so the last of a month says how long it is
    select
        month_date,
        extract(day from max(date_day)) as day_count
    from obt_inventory_daily
    group by month_date

),

stock as (

    select
        month_date,
        product_id,
        sum(on_hand_quantity) as on_hand_quantity,
        count(case when is_stock_out then 1 end) as stock_out_day_count
    from obt_inventory_daily
    group by month_date, product_id

)

select
    stock.month_date,
    stock.product_id,
    {{ ratio('stock.on_hand_quantity', 'months.day_count', 2) }} as average_on_hand,
    stock.stock_out_day_count
from stock
inner join months
    on stock.month_date = months.month_date

-- grain: one row per month and product that any location had or listed by then
with

fct_inventory_daily as (

    select * from {{ ref('fct_inventory_daily') }}

),

dim_date as (

    select * from {{ ref('dim_date') }} where date_day <= {{ as_of_date() }}

),

dim_product_current as (

    select * from {{ ref('dim_product_current') }}

),

months as (

    select
        month_date,
        count(*) as day_count
    from dim_date
    group by month_date

),

stock as (

    select
        month_date,
        product_durable_key,
        sum(on_hand_quantity) as on_hand_quantity,
        count(case when is_stock_out then 1 end) as stock_out_day_count
    from fct_inventory_daily
    group by month_date, product_durable_key

)

select
    stock.month_date,
    dim_product_current.product_id,
    {{ ratio('stock.on_hand_quantity', 'months.day_count', 2) }} as average_on_hand,
    stock.stock_out_day_count
from stock
inner join months
    on stock.month_date = months.month_date
inner join dim_product_current
    on stock.product_durable_key = dim_product_current.product_durable_key

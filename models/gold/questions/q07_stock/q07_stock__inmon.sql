-- grain: one row per month and product that any location had or listed by then
with

inventory_movements as (

    select * from {{ ref('inventory_movements') }}

),

inventory_counts as (

    select * from {{ ref('inventory_counts') }}

),

assortment_versions as (

    select * from {{ ref('assortment_versions') }}

),

listings as (

    select * from assortment_versions where is_current

),

listed as (

    {{ listed_spans('listings') | indent }}

),

starts as (

    {{ stock_starts('inventory_movements', 'inventory_counts', 'listed') | indent }}

),

changes as (

    select
        product_id,
        location_id,
        cast(moved_at as date) as stock_date,
        quantity,
        cast(null as integer) as counted_quantity
    from inventory_movements

    union all

    select
        product_id,
        location_id,
        count_date as stock_date,
        0 as quantity,
        counted_quantity
    from inventory_counts

    union all

    select
        product_id,
        location_id,
        first_date as stock_date,
        0 as quantity,
        cast(null as integer) as counted_quantity
    from starts

),

stock_days as (

    select
        product_id,
        location_id,
        stock_date,
        sum(quantity) as net_quantity,
        max(counted_quantity) as counted_quantity
    from changes
    group by product_id, location_id, stock_date

),

levels as (

    {{ on_hand('stock_days') | indent }}

),

days as (

    {{ each_day("cast(date_trunc('month', (select min(first_date) from starts)) as date)", as_of_date()) | indent }}

),

months as (

    select
        cast(date_trunc('month', day) as date) as month_date,
        count(*) as day_count
    from days
    group by cast(date_trunc('month', day) as date)

),

daily as (

    -- a level holds from its day until the next one's
    select
        cast(date_trunc('month', days.day) as date) as month_date,
        levels.product_id,
        levels.on_hand_quantity,
        case when levels.on_hand_quantity <= 0 and listed.product_id is not null then 1 else 0 end as is_stock_out
    from levels
    inner join days
        on levels.stock_date <= days.day and levels.until_date > days.day
    left join listed
        on
            levels.product_id = listed.product_id
            and levels.location_id = listed.location_id
            and days.day >= listed.first_date
            and days.day < listed.until_date

),

monthly as (

    select
        month_date,
        product_id,
        sum(on_hand_quantity) as on_hand_quantity,
        cast(sum(is_stock_out) as bigint) as stock_out_day_count
    from daily
    group by month_date, product_id

)

select
    monthly.month_date,
    monthly.product_id,
    {{ ratio('monthly.on_hand_quantity', 'months.day_count', 2) }} as average_on_hand,
    monthly.stock_out_day_count
from monthly
inner join months
    on monthly.month_date = months.month_date

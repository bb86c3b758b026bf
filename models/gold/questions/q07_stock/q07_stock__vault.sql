-- grain: one row per month and product that any location had or listed by then
with

hub_location as (

    select * from {{ ref('hub_location') }}

),

hub_product as (

    select * from {{ ref('hub_product') }}

),

movements as (

    select
        hub_location.location_id,
        hub_product.product_id,
        present_movements.quantity,
        present_movements.moved_at
    from (
        {{ present_rows(ref('nhl_inventory_movement'), ['movement_id']) | indent(8) }}
    ) as present_movements
    inner join hub_location
        on present_movements.location_hash_key = hub_location.location_hash_key
    inner join hub_product
        on present_movements.product_hash_key = hub_product.product_hash_key

),

counts as (

    select
        hub_location.location_id,
        hub_product.product_id,
        present_counts.count_date,
        present_counts.counted_quantity
    from (
        {{ present_rows(ref('nhl_inventory_count'), ['nhl_inventory_count_hash_key']) | indent(8) }}
    ) as present_counts
    inner join hub_location
        on present_counts.location_hash_key = hub_location.location_hash_key
    inner join hub_product
        on present_counts.product_hash_key = hub_product.product_hash_key

),

listings as (

    select
        hub_location.location_id,
        hub_product.product_id,
        present_listings.listed_from_date,
        present_listings.listed_until_date,
        present_listings.batch_date
    from (
        {{ present_rows(
            with_link(
                ref('sat_erp_assortment'), ref('dcl_assortment'), 'dcl_assortment_hash_key',
                ['location_hash_key', 'product_hash_key', 'listed_from_date']
            ),
            ['dcl_assortment_hash_key']
        ) | indent(8) }}
    ) as present_listings
    inner join hub_location
        on present_listings.location_hash_key = hub_location.location_hash_key
    inner join hub_product
        on present_listings.product_hash_key = hub_product.product_hash_key

),

listed as (

    {{ listed_spans('listings') | indent }}

),

starts as (

    {{ stock_starts('movements', 'counts', 'listed') | indent }}

),

changes as (

    select
        product_id,
        location_id,
        cast(moved_at as date) as stock_date,
        quantity,
        cast(null as integer) as counted_quantity
    from movements

    union all

    select
        product_id,
        location_id,
        count_date as stock_date,
        0 as quantity,
        counted_quantity
    from counts

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

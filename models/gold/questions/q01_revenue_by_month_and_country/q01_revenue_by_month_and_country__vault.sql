-- grain: one row per month and country of the sale
with

bsat_order as (

    select * from {{ ref('bsat_order') }}

),

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

pit_location as (

    select * from {{ ref('pit_location') }}

),

sat_erp_location as (

    select * from {{ ref('sat_erp_location') }}

),

placed_lines as (

    select
        cast(date_trunc('month', bsat_order.ordered_at) as date) as month_date,
        coalesce(bsat_order.ship_to_country_code, sat_erp_location.country_code, 'unknown') as country_code,
        bsat_order_line.order_hash_key,
        case when bsat_order_line.is_gift_card then 0 else bsat_order_line.quantity end as unit_count,
        bsat_order_line.net_revenue_eur
    from bsat_order_line
    inner join bsat_order
        on bsat_order_line.order_hash_key = bsat_order.order_hash_key
    left join pit_location
        on
            bsat_order.location_hash_key = pit_location.location_hash_key
            and bsat_order.ordered_at >= pit_location.valid_from
            and bsat_order.ordered_at < pit_location.valid_to
    left join sat_erp_location
        on {{ is_shown_in('pit_location', 'sat_erp_location') }}

)

select
    month_date,
    country_code,
    count(distinct order_hash_key) as order_count,
    cast(sum(unit_count) as bigint) as unit_count,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from placed_lines
group by month_date, country_code

-- grain: one row per promotion, product and location with a day on which it was promoted and not sold
with

fct_promotion_coverage as (

    select * from {{ ref('fct_promotion_coverage') }}

),

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }} where not is_cancelled

),

dim_date as (

    select * from {{ ref('dim_date') }} where date_day <= {{ as_of_date() }}

),

dim_location as (

    select * from {{ ref('dim_location') }}

),

dim_product_current as (

    select * from {{ ref('dim_product_current') }}

),

sold as (

    -- distinct: a day counts once, however often the product was sold on it
    select distinct
        fct_order_lines.order_date_key as date_key,
        fct_order_lines.product_durable_key,
        dim_location.location_id
    from fct_order_lines
    inner join dim_location
        on fct_order_lines.location_key = dim_location.location_key

)

select
    fct_promotion_coverage.promotion_id,
    dim_product_current.product_id,
    fct_promotion_coverage.location_id,
    count(*) as promoted_day_count,
    count(*) - count(sold.date_key) as unsold_day_count
from fct_promotion_coverage
inner join dim_date
    on fct_promotion_coverage.date_key = dim_date.date_key
inner join dim_product_current
    on fct_promotion_coverage.product_durable_key = dim_product_current.product_durable_key
left join sold
    on
        fct_promotion_coverage.date_key = sold.date_key
        and fct_promotion_coverage.product_durable_key = sold.product_durable_key
        and fct_promotion_coverage.location_id = sold.location_id
group by fct_promotion_coverage.promotion_id, dim_product_current.product_id, fct_promotion_coverage.location_id
having count(*) > count(sold.date_key)

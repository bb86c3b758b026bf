-- grain: one row per month of the order and location that ships
with

fct_order_fulfilment as (

    select * from {{ ref('fct_order_fulfilment') }} where not is_cancelled and placed_to_delivered_hours is not null

),

dim_date as (

    select * from {{ ref('dim_date') }}

),

dim_location as (

    select * from {{ ref('dim_location') }}

),

lead_times as (

    select
        dim_date.month_date,
        dim_location.location_id,
        fct_order_fulfilment.placed_to_delivered_hours as lead_hours,
        row_number() over (
            partition by dim_date.month_date, dim_location.location_id
            order by fct_order_fulfilment.placed_to_delivered_hours, fct_order_fulfilment.sales_order_id
        ) as lead_rank,
        count(*) over (partition by dim_date.month_date, dim_location.location_id) as order_count
    from fct_order_fulfilment
    inner join dim_date
        on fct_order_fulfilment.placed_date_key = dim_date.date_key
    inner join dim_location
        on fct_order_fulfilment.location_key = dim_location.location_key

)

select
    month_date,
    location_id,
    order_count,
    {{ nearest_rank('lead_hours', 'lead_rank', 'order_count', 50) }} as p50_hours,
    {{ nearest_rank('lead_hours', 'lead_rank', 'order_count', 90) }} as p90_hours
from lead_times
group by month_date, location_id, order_count

-- grain: one row per month of the order and location that ships
with

obt_orders as (

    select * from {{ ref('obt_orders') }} where not is_cancelled and placed_to_delivered_hours is not null

),

lead_times as (

    select
        order_month_date as month_date,
        location_id,
        placed_to_delivered_hours as lead_hours,
        row_number() over (
            partition by order_month_date, location_id
            order by placed_to_delivered_hours, sales_order_id
        ) as lead_rank,
        count(*) over (partition by order_month_date, location_id) as order_count
    from obt_orders

)

select
    month_date,
    location_id,
    order_count,
    {{ nearest_rank('lead_hours', 'lead_rank', 'order_count', 50) }} as p50_hours,
    {{ nearest_rank('lead_hours', 'lead_rank', 'order_count', 90) }} as p90_hours
from lead_times
group by month_date, location_id, order_count

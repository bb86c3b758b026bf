-- grain: one row per month of the order and location that ships
with

sales_orders as (

    select * from {{ ref('sales_orders') }}

),

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }}

),

payment_versions as (

    select * from {{ ref('payment_versions') }}

),

shipment_versions as (

    select * from {{ ref('shipment_versions') }}

),

return_versions as (

    select * from {{ ref('return_versions') }}

),

web_orders as (

    select
        sales_order_versions.sales_order_id,
        sales_order_versions.location_id,
        sales_order_versions.ordered_at
    from sales_order_versions
    inner join sales_orders
        on sales_order_versions.sales_order_id = sales_orders.sales_order_id
    where sales_order_versions.is_current
        and sales_order_versions.order_status <> 'cancelled'
        and sales_orders.channel = 'web'

),

milestones as (

    {{ order_milestones('web_orders', 'payment_versions', 'shipment_versions', 'return_versions') | indent }}

),

lead_times as (

    select
        web_orders.sales_order_id,
        cast(date_trunc('month', web_orders.ordered_at) as date) as month_date,
        web_orders.location_id,
        {{ hours_between('web_orders.ordered_at', 'milestones.delivered_at') | indent(8) }} as lead_hours
    from web_orders
    inner join milestones
        on web_orders.sales_order_id = milestones.sales_order_id
    where milestones.delivered_at is not null

),

ranked as (

    select
        *,
        row_number() over (partition by month_date, location_id order by lead_hours, sales_order_id) as lead_rank,
        count(*) over (partition by month_date, location_id) as order_count
    from lead_times

)

select
    month_date,
    location_id,
    order_count,
    {{ nearest_rank('lead_hours', 'lead_rank', 'order_count', 50) }} as p50_hours,
    {{ nearest_rank('lead_hours', 'lead_rank', 'order_count', 90) }} as p90_hours
from ranked
group by month_date, location_id, order_count

-- grain: one row per month of the order and location that ships
with

bsat_order as (

    select * from {{ ref('bsat_order') }} where channel = 'web' and not is_cancelled

),

shipments as (

    {{ present_rows(
        with_link(
            ref('sat_erp_shipment'), ref('lnk_shipment'), 'lnk_shipment_hash_key',
            ['shipment_hash_key', 'order_hash_key']
        ),
        ['shipment_hash_key']
    ) | indent }}

),

parcels as (

    {{ parcel_milestones('shipments', order='order_hash_key') | indent }}

),

lead_times as (

    select
        bsat_order.sales_order_id,
        cast(date_trunc('month', bsat_order.ordered_at) as date) as month_date,
        bsat_order.location_id,
        {{ hours_between('bsat_order.ordered_at', 'parcels.delivered_at') | indent(8) }} as lead_hours
    from bsat_order
    inner join parcels
        on bsat_order.order_hash_key = parcels.order_hash_key
    where parcels.delivered_at is not null

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

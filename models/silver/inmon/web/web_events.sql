-- grain: one row per click-stream event (event_id)
{{ config(**replace_changed(['event_id'])) }}

with

events as (

    select * from {{ ref('stg_web__events_history') }}

)

select
    event_id,
    event_type,
    visitor_id,
    customer_id,
    product_id,
    'web|' || order_id as sales_order_id,
    {{ json_text('payload', 'path') }} as page_path,
    device,
    traffic_source,
    occurred_at,
    received_at,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from events
where is_current
    and {{ is_new_row('events') }}

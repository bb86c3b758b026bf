-- grain: one row per parcel and version (shipment_id, valid_from)
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_erp__shipments_history'), ['shipment_id']) }}",
    **replace_changed(['shipment_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_erp__shipments_history'), 'shipment_id') | indent }}

)

select
    shipment_id,
    valid_from,
    'web|' || order_id as sales_order_id,
    location_id,
    carrier,
    tracking_number,
    picked_at,
    shipped_at,
    delivered_at,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

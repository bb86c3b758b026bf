-- grain: one row per parcel (shipment_id)
{{ config(**upsert_parent('shipment_id')) }}

with

{{ identity_rows('shipment_id', described_by=[(ref('stg_erp__shipments'), 'shipment_id')]) }}

select
    shipment_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

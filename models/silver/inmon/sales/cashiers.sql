-- grain: one row per cashier_id that any receipt names
{{ config(**upsert_parent('cashier_id')) }}

with

{{ identity_rows('cashier_id', described_by=[(ref('stg_pos__receipts'), 'cashier_id')]) }}

select
    cashier_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

-- grain: one row per payment or attempt at one (payment_id)
{{ config(**upsert_parent('payment_id')) }}

with

{{ identity_rows(
    'payment_id',
    described_by=[
        (ref('stg_shop__payments'), "'web|' || payment_id"),
        (ref('stg_pos__receipts'), "'store|' || receipt_id", "receipt_type = 'sale'"),
    ],
) }}

select
    payment_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

-- grain: one row per address_id that any row describes or names
{{ config(**upsert_parent('address_id')) }}

with

{{ identity_rows(
    'address_id',
    described_by=[
        (ref('stg_shop__addresses'), 'address_id'),
    ],
    named_by=[
        (ref('stg_shop__orders'), 'ship_to_address_id'),
        (ref('stg_shop__orders'), 'bill_to_address_id'),
    ]
) }}

select
    address_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

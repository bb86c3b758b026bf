-- grain: one row per customer_id that any row describes or names
{{ config(**upsert_parent('customer_id', fixed=['party_id'])) }}

with

{{ identity_rows(
    'customer_id',
    described_by=[
        (ref('stg_shop__customers'), 'customer_id'),
    ],
    named_by=[
        (ref('stg_shop__customers'), 'merged_into_customer_id'),
        (ref('stg_shop__addresses'), 'customer_id'),
        (ref('stg_shop__orders'), 'customer_id'),
        (ref('stg_web__events'), 'customer_id'),
        (ref('stg_web__reviews'), 'customer_id'),
        (ref('stg_shop__erasure_requests'), 'subject_id', "subject_system = 'shop'"),
    ]
) }}

select
    customer_id,
    'shop|' || customer_id as party_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

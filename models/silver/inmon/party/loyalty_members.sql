-- grain: one row per member_id that any row describes or names
{{ config(**upsert_parent('member_id', fixed=['party_id'])) }}

with

{{ identity_rows(
    'member_id',
    described_by=[
        (ref('stg_pos__loyalty_members'), 'member_id'),
    ],
    named_by=[
        (ref('stg_pos__receipts'), 'member_id'),
        (ref('stg_shop__erasure_requests'), 'subject_id', "subject_system = 'pos'"),
    ]
) }}

select
    member_id,
    'pos|' || member_id as party_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

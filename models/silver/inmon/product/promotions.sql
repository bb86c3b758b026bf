-- grain: one row per promotion_id that any row describes or names
{{ config(**upsert_parent('promotion_id')) }}

with

{{ identity_rows(
    'promotion_id',
    described_by=[
        (ref('stg_shop__promotions'), 'promotion_id'),
    ],
    named_by=[
        (ref('stg_shop__order_line_promotions'), 'promotion_id'),
        (ref('stg_pos__receipts'), 'line_1_promotion_id'),
        (ref('stg_pos__receipts'), 'line_2_promotion_id'),
        (ref('stg_pos__receipts'), 'line_3_promotion_id'),
        (ref('stg_pos__receipts'), 'line_4_promotion_id'),
    ]
) }}

select
    promotion_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

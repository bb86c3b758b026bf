-- grain: one row per promotion that any row describes or names
{{ config(**replace_changed('promotion_hash_key')) }}

with

{{ identity_rows(
    'promotion_hash_key',
    described_by=[
        (ref('sat_shop_promotion'), 'promotion_hash_key'),
    ],
    named_by=[
        (mentions_in_link(ref('sat_shop_order_line_promotion'), ref('dcl_order_line_promotion'), 'dcl_order_line_promotion_hash_key', ['promotion_hash_key']), unless_ghost('promotion_hash_key')),
        (receipt_line_mentions(ref('rtsat_pos_receipt'), ref('msat_pos_receipt_line'), ref('dcl_receipt_line')), unless_ghost('promotion_hash_key')),
    ]
) }}

select
    promotion_hash_key,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

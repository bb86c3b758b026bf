-- grain: one row per customer that any row describes or names
{{ config(**replace_changed('customer_hash_key')) }}

with

{{ identity_rows(
    'customer_hash_key',
    described_by=[
        (ref('rtsat_shop_customer'), 'customer_hash_key'),
        (ref('rtsat_pos_member'), 'customer_hash_key'),
    ],
    named_by=[
        (mentions_in_link(ref('rtsat_shop_customer'), ref('sal_customer'), 'sal_customer_hash_key', ['surviving_customer_hash_key']), unless_ghost('surviving_customer_hash_key')),
        (mentions_in_link(ref('rtsat_shop_address'), ref('lnk_customer_address'), 'lnk_customer_address_hash_key', ['customer_hash_key']), unless_ghost('customer_hash_key')),
        (mentions_in_link(ref('rtsat_shop_order'), ref('lnk_order'), 'lnk_order_hash_key', ['customer_hash_key']), unless_ghost('customer_hash_key')),
        (mentions_in_link(ref('rtsat_pos_receipt'), ref('lnk_receipt'), 'lnk_receipt_hash_key', ['customer_hash_key']), unless_ghost('customer_hash_key')),
        (ref('nhl_web_event'), unless_ghost('customer_hash_key')),
        (ref('nhl_review'), unless_ghost('customer_hash_key')),
        (mentions_in_link(ref('sat_shop_erasure_request'), ref('dcl_erasure_request'), 'dcl_erasure_request_hash_key', ['customer_hash_key']), unless_ghost('customer_hash_key')),
    ]
) }}

select
    customer_hash_key,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

-- grain: one row per product that any row describes or names
{{ config(**replace_changed('product_hash_key')) }}

with

{{ identity_rows(
    'product_hash_key',
    described_by=[
        (ref('rtsat_erp_product'), 'product_hash_key'),
    ],
    named_by=[
        (mentions_in_link(ref('sat_erp_product_supplier'), ref('lnk_product_supplier'), 'lnk_product_supplier_hash_key', ['product_hash_key']), unless_ghost('product_hash_key')),
        (mentions_in_link(ref('sat_erp_product_price'), ref('dcl_product_price'), 'dcl_product_price_hash_key', ['product_hash_key']), unless_ghost('product_hash_key')),
        (mentions_in_link(ref('sat_erp_assortment'), ref('dcl_assortment'), 'dcl_assortment_hash_key', ['product_hash_key']), unless_ghost('product_hash_key')),
        (ref('nhl_inventory_count'), unless_ghost('product_hash_key')),
        (ref('nhl_inventory_movement'), unless_ghost('product_hash_key')),
        (mentions_in_link(ref('sat_shop_order_line'), ref('dcl_order_line'), 'dcl_order_line_hash_key', ['product_hash_key']), unless_ghost('product_hash_key')),
        (receipt_line_mentions(ref('rtsat_pos_receipt'), ref('msat_pos_receipt_line'), ref('dcl_receipt_line')), unless_ghost('product_hash_key')),
        (ref('nhl_web_event'), unless_ghost('product_hash_key')),
        (ref('nhl_review'), unless_ghost('product_hash_key')),
    ]
) }}

select
    product_hash_key,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

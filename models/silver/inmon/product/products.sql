-- grain: one row per product_id that any row describes or names
{{ config(**upsert_parent('product_id')) }}

with

{{ identity_rows(
    'product_id',
    described_by=[
        (ref('stg_erp__products'), 'product_id'),
    ],
    named_by=[
        (ref('stg_erp__product_suppliers'), 'product_id'),
        (ref('stg_erp__price_list'), 'product_id'),
        (ref('stg_erp__assortments'), 'product_id'),
        (ref('stg_erp__inventory_counts'), 'product_id'),
        (ref('stg_erp__inventory_movements'), 'product_id'),
        (ref('stg_shop__order_lines'), 'product_id'),
        (ref('stg_pos__receipts'), 'line_1_product_id'),
        (ref('stg_pos__receipts'), 'line_2_product_id'),
        (ref('stg_pos__receipts'), 'line_3_product_id'),
        (ref('stg_pos__receipts'), 'line_4_product_id'),
        (ref('stg_web__events'), 'product_id'),
        (ref('stg_web__reviews'), 'product_id'),
    ]
) }}

select
    product_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

-- grain: one row per sale, web order or store receipt (sales_order_id)
{{ config(**upsert_parent('sales_order_id', fixed=['channel', 'order_number'])) }}

with

{{ identity_rows(
    'sales_order_id',
    described_by=[
        (ref('stg_shop__orders'), "'web|' || order_id"),
        (ref('stg_pos__receipts'), "'store|' || receipt_id", "receipt_type = 'sale'"),
    ],
    named_by=[
        (ref('stg_shop__order_lines'), "'web|' || order_id"),
        (ref('stg_shop__order_line_promotions'), "'web|' || order_id"),
        (ref('stg_shop__payments'), "'web|' || order_id"),
        (ref('stg_shop__returns'), "'web|' || order_id"),
        (ref('stg_erp__shipments'), "'web|' || order_id"),
        (ref('stg_web__events'), "'web|' || order_id"),
        (ref('stg_pos__receipts'), "'store|' || original_receipt_id"),
    ],
) }}

select
    sales_order_id,
    split_part(sales_order_id, '|', 1) as channel,
    substring(sales_order_id, position('|' in sales_order_id) + 1) as order_number,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

-- grain: one row per product_id, and the ghost record
{{ config(**append_only()) }}
{{ hub('product_hash_key', business_key=['product_id'], sources=[
    (ref('stg_erp__products'), ['product_id']),
    (ref('stg_erp__product_suppliers'), ['product_id']),
    (ref('stg_erp__price_list'), ['product_id']),
    (ref('stg_erp__assortments'), ['product_id']),
    (ref('stg_erp__inventory_counts'), ['product_id']),
    (ref('stg_erp__inventory_movements'), ['product_id']),
    (ref('stg_shop__order_lines'), ['product_id']),
    (ref('stg_pos__receipts'), ['line_1_product_id']),
    (ref('stg_pos__receipts'), ['line_2_product_id']),
    (ref('stg_pos__receipts'), ['line_3_product_id']),
    (ref('stg_pos__receipts'), ['line_4_product_id']),
    (ref('stg_web__events'), ['product_id']),
    (ref('stg_web__reviews'), ['product_id']),
]) }}

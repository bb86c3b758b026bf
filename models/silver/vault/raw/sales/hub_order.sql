-- grain: one row per order number of a channel (collision_code, order_id), and the ghost record
{{ config(**append_only()) }}
{{ hub('order_hash_key', business_key=['collision_code', 'order_id'], sources=[
    (ref('stg_shop__orders'), ["'web'", 'order_id']),
    (ref('stg_shop__order_lines'), ["'web'", 'order_id']),
    (ref('stg_shop__order_line_promotions'), ["'web'", 'order_id']),
    (ref('stg_shop__payments'), ["'web'", 'order_id']),
    (ref('stg_shop__returns'), ["'web'", 'order_id']),
    (ref('stg_erp__shipments'), ["'web'", 'order_id']),
    (ref('stg_web__events'), ["'web'", 'order_id']),
    (ref('stg_pos__receipts'), ["'store'", 'receipt_id']),
    (ref('stg_pos__receipts'), ["'store'", 'original_receipt_id']),
]) }}

-- grain: one row per store receipt, line, product and promotion, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'dcl_receipt_line_hash_key',
    source=receipt_lines(ref('stg_pos__receipts')),
    parents={
        'order_hash_key': ["'store'", 'receipt_id'],
        'product_hash_key': ['product_id'],
        'promotion_hash_key': ['promotion_id'],
    },
    dependent=['line_number'],
) }}

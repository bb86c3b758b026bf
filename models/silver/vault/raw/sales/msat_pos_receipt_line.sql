-- grain: one row per store receipt, set of lines and line, and the ghost record
{{ config(**append_only()) }}
{{ multi_active_satellite(
    'order_hash_key',
    parts=["'store'", 'receipt_id'],
    source=receipt_lines(ref('stg_pos__receipts')),
    set_columns=receipt_line_columns_side_by_side(),
    member='line_number',
    links={
        'dcl_receipt_line_hash_key': ["'store'", 'receipt_id', 'product_id', 'promotion_id', 'line_number'],
    },
    columns=['product_name', 'quantity', 'unit_price', 'discount_amount'],
) }}

-- grain: one row per store receipt, change and delivery
{{ config(**append_only()) }}
{{ record_tracking_satellite(
    'order_hash_key',
    parts=["'store'", 'receipt_id'],
    source=ref('stg_pos__receipts'),
    states={
        'receipt_hash_diff': [
            'receipt_type', 'location_name', 'location_city', 'location_country_code', 'register_number',
            'cashier_name', 'sold_at', 'sold_local_date', 'currency_code', 'payment_method',
            'receipt_discount_amount', 'tax_amount', 'total_amount',
        ],
        'lines_hash_diff': receipt_line_columns_side_by_side(),
    },
    links={
        'lnk_receipt_hash_key': ([
            "'store'", 'receipt_id', "'store'", 'original_receipt_id', 'location_id', 'cashier_id', "'pos'",
            'member_id',
        ], none),
    },
) }}

-- grain: one row per store receipt and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'order_hash_key',
    parts=["'store'", 'receipt_id'],
    source=ref('stg_pos__receipts'),
    columns=[
        'receipt_type', 'location_name', 'location_city', 'location_country_code', 'register_number',
        'cashier_name', 'sold_at', 'sold_local_date', 'currency_code', 'payment_method',
        'receipt_discount_amount', 'tax_amount', 'total_amount',
    ],
) }}

-- grain: one row per web order, change and delivery
{{ config(**append_only()) }}
{{ record_tracking_satellite(
    'order_hash_key',
    parts=["'web'", 'order_id'],
    source=ref('stg_shop__orders'),
    states={
        'header_hash_diff': [
            'ordered_at', 'ordered_local_date', 'device', 'currency_code', 'order_discount_amount',
            'shipping_amount', 'tax_amount', 'ship_to_country_code', 'bill_to_country_code', 'is_express',
            'is_gift_wrapped',
        ],
        'status_hash_diff': ['order_status'],
    },
    links={
        'lnk_order_hash_key': ([
            "'web'", 'order_id', "'shop'", 'customer_id', 'ship_to_address_id', 'bill_to_address_id',
            'fulfilment_location_id', 'visitor_id',
        ], none),
    },
) }}

-- grain: one row per web order and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'order_hash_key',
    parts=["'web'", 'order_id'],
    source=ref('stg_shop__orders'),
    columns=[
        'ordered_at', 'ordered_local_date', 'device', 'currency_code', 'order_discount_amount',
        'shipping_amount', 'tax_amount', 'ship_to_country_code', 'bill_to_country_code', 'is_express',
        'is_gift_wrapped',
    ],
) }}

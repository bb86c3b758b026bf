-- grain: one row per web order with all that it names, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'lnk_order_hash_key',
    source=ref('stg_shop__orders'),
    parents={
        'order_hash_key': ["'web'", 'order_id'],
        'customer_hash_key': ["'shop'", 'customer_id'],
        'ship_to_address_hash_key': ['ship_to_address_id'],
        'bill_to_address_hash_key': ['bill_to_address_id'],
        'location_hash_key': ['fulfilment_location_id'],
        'visitor_hash_key': ['visitor_id'],
    },
) }}

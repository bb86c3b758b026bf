-- grain: one row per event of the click stream, change and delivery
{{ config(**append_only()) }}
{{ non_historized_link(
    'nhl_web_event_hash_key',
    source=ref('stg_web__events'),
    parents={
        'visitor_hash_key': ['visitor_id'],
        'customer_hash_key': ["'shop'", 'customer_id'],
        'product_hash_key': ['product_id'],
        'order_hash_key': ["'web'", 'order_id'],
    },
    dependent=['event_id'],
    columns=['occurred_at', 'received_at', 'payload', 'event_type', 'device', 'traffic_source'],
) }}

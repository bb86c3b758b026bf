-- Deliveries about parcels, stock, the click stream, reviews and plans, put together again from the vault.
{{ deliveries_that_differ({
    'erp__shipments': rebuilt_rows(
        ref('sat_erp_shipment'),
        columns=['carrier', 'tracking_number', 'picked_at', 'shipped_at', 'delivered_at'],
        links=[(ref('lnk_shipment'), [])],
        hubs=[
            (ref('hub_shipment'), 'link_1.shipment_hash_key', {'shipment_id': 'shipment_id'}),
            (ref('hub_order'), 'link_1.order_hash_key', {'order_id': 'order_id'}),
            (ref('hub_location'), 'link_1.location_hash_key', {'location_id': 'location_id'}),
        ],
    ),
    'erp__inventory_counts': rebuilt_rows(
        ref('nhl_inventory_count'),
        columns=['count_date', 'counted_quantity'],
        hubs=[
            (ref('hub_location'), 'tracked.location_hash_key', {'location_id': 'location_id'}),
            (ref('hub_product'), 'tracked.product_hash_key', {'product_id': 'product_id'}),
        ],
    ),
    'erp__inventory_movements': rebuilt_rows(
        ref('nhl_inventory_movement'),
        columns=['movement_id', 'movement_type', 'quantity', 'moved_at', 'document_id'],
        hubs=[
            (ref('hub_location'), 'tracked.location_hash_key', {'location_id': 'location_id'}),
            (ref('hub_product'), 'tracked.product_hash_key', {'product_id': 'product_id'}),
        ],
    ),
    'web__events': rebuilt_rows(
        ref('nhl_web_event'),
        columns=['event_id', 'occurred_at', 'received_at', 'payload', 'event_type', 'device', 'traffic_source'],
        hubs=[
            (ref('hub_visitor'), 'tracked.visitor_hash_key', {'visitor_id': 'visitor_id'}),
            (ref('hub_customer'), 'tracked.customer_hash_key', {'customer_id': 'customer_id'}),
            (ref('hub_product'), 'tracked.product_hash_key', {'product_id': 'product_id'}),
            (ref('hub_order'), 'tracked.order_hash_key', {'order_id': 'order_id'}),
        ],
    ),
    'web__reviews': rebuilt_rows(
        ref('nhl_review'),
        columns=['review_id', 'rating', 'review_text', 'language_code', 'reviewed_at'],
        hubs=[
            (ref('hub_product'), 'tracked.product_hash_key', {'product_id': 'product_id'}),
            (ref('hub_customer'), 'tracked.customer_hash_key', {'customer_id': 'customer_id'}),
        ],
    ),
    'finance__sales_forecasts': rebuilt_rows(
        ref('nhl_sales_forecast'),
        columns=['month_date', 'revision_number', 'planned_unit_count', 'planned_net_revenue_eur'],
        hubs=[
            (ref('hub_category'), 'tracked.category_hash_key', {'category_id': 'category_id'}),
        ],
    ),
}) }}

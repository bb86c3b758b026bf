-- Deliveries about web orders, put together again from the vault, are what staging accepted.
{{ deliveries_that_differ({
    'shop__orders': rebuilt_rows(
        ref('rtsat_shop_order'),
        key='order_hash_key',
        states=[
            (ref('sat_shop_order_header'), 'header_hash_diff', [
                'ordered_at', 'ordered_local_date', 'device', 'currency_code', 'order_discount_amount',
                'shipping_amount', 'tax_amount', 'ship_to_country_code', 'bill_to_country_code', 'is_express',
                'is_gift_wrapped',
            ]),
            (ref('sat_shop_order_status'), 'status_hash_diff', ['order_status']),
        ],
        links=[(ref('lnk_order'), [])],
        hubs=[
            (ref('hub_order'), 'tracked.order_hash_key', {'order_id': 'order_id'}),
            (ref('hub_customer'), 'link_1.customer_hash_key', {'customer_id': 'customer_id'}),
            (ref('hub_address'), 'link_1.ship_to_address_hash_key', {'address_id': 'ship_to_address_id'}),
            (ref('hub_address'), 'link_1.bill_to_address_hash_key', {'address_id': 'bill_to_address_id'}),
            (ref('hub_location'), 'link_1.location_hash_key', {'location_id': 'fulfilment_location_id'}),
            (ref('hub_visitor'), 'link_1.visitor_hash_key', {'visitor_id': 'visitor_id'}),
        ],
    ),
    'shop__order_lines': rebuilt_rows(
        ref('sat_shop_order_line'),
        columns=['quantity', 'unit_price', 'line_discount_amount'],
        links=[(ref('dcl_order_line'), ['line_number'])],
        hubs=[
            (ref('hub_order'), 'link_1.order_hash_key', {'order_id': 'order_id'}),
            (ref('hub_product'), 'link_1.product_hash_key', {'product_id': 'product_id'}),
        ],
    ),
    'shop__order_line_promotions': rebuilt_rows(
        ref('sat_shop_order_line_promotion'),
        columns=['discount_amount'],
        links=[(ref('dcl_order_line_promotion'), ['line_number'])],
        hubs=[
            (ref('hub_order'), 'link_1.order_hash_key', {'order_id': 'order_id'}),
            (ref('hub_promotion'), 'link_1.promotion_hash_key', {'promotion_id': 'promotion_id'}),
        ],
    ),
    'shop__returns': rebuilt_rows(
        ref('sat_shop_return'),
        columns=['returned_at', 'quantity', 'reason_code', 'refund_amount'],
        links=[(ref('lnk_return'), ['line_number'])],
        hubs=[
            (ref('hub_return'), 'link_1.return_hash_key', {'return_id': 'return_id'}),
            (ref('hub_order'), 'link_1.order_hash_key', {'order_id': 'order_id'}),
        ],
    ),
    'shop__payments': rebuilt_rows(
        ref('nhl_payment'),
        columns=[
            'payment_id', 'attempt_number', 'payment_method', 'payment_status', 'amount', 'currency_code',
            'authorisation_code', 'attempted_at',
        ],
        hubs=[
            (ref('hub_order'), 'tracked.order_hash_key', {'order_id': 'order_id'}),
        ],
    ),
}) }}

-- Store receipts, put together again from the vault, are what the tills delivered: the head from its satellite, what
-- it names from the link, and the lines, one row each in the vault, side by side again.
{{ deliveries_that_differ({
    'pos__receipts': lines_side_by_side(
        rebuilt_rows(
            ref('rtsat_pos_receipt'),
            columns=['order_hash_key', 'lines_hash_diff'],
            key='order_hash_key',
            states=[
                (ref('sat_pos_receipt'), 'receipt_hash_diff', [
                    'receipt_type', 'location_name', 'location_city', 'location_country_code', 'register_number',
                    'cashier_name', 'sold_at', 'sold_local_date', 'currency_code', 'payment_method',
                    'receipt_discount_amount', 'tax_amount', 'total_amount',
                ]),
            ],
            links=[(ref('lnk_receipt'), [])],
            hubs=[
                (ref('hub_order'), 'tracked.order_hash_key', {'order_id': 'receipt_id'}),
                (ref('hub_order'), 'link_1.original_order_hash_key', {'order_id': 'original_receipt_id'}),
                (ref('hub_location'), 'link_1.location_hash_key', {'location_id': 'location_id'}),
                (ref('hub_cashier'), 'link_1.cashier_hash_key', {'cashier_id': 'cashier_id'}),
                (ref('hub_customer'), 'link_1.customer_hash_key', {'customer_id': 'member_id'}),
            ],
        ),
        members=ref('msat_pos_receipt_line'),
        named=ref('dcl_receipt_line'),
        hub_product=ref('hub_product'),
        hub_promotion=ref('hub_promotion'),
        attributes=['product_name', 'quantity', 'unit_price', 'discount_amount'],
    ),
}) }}

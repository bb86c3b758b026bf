-- Deliveries about products, and where and from whom they come, put together again from the vault.
{{ deliveries_that_differ({
    'erp__products': rebuilt_rows(
        ref('rtsat_erp_product'),
        key='product_hash_key',
        states=[
            (ref('sat_erp_product_description'), 'description_hash_diff', [
                'product_name', 'product_type', 'brand', 'colour', 'size_label', 'weight_grams',
                'download_megabytes', 'units_per_case', 'launch_date',
            ]),
            (ref('sat_erp_product_commercial'), 'commercial_hash_diff', ['unit_cost_amount', 'is_discontinued']),
        ],
        links=[(ref('lnk_product_category'), [])],
        hubs=[
            (ref('hub_product'), 'tracked.product_hash_key', {'product_id': 'product_id'}),
            (ref('hub_category'), 'link_1.category_hash_key', {'category_id': 'category_id'}),
        ],
    ),
    'erp__suppliers': rebuilt_rows(
        ref('rtsat_erp_supplier'),
        key='supplier_hash_key',
        states=[
            (ref('sat_erp_supplier'), 'supplier_hash_diff', [
                'supplier_name', 'country_code', 'lead_time_days', 'quality_grade',
            ]),
        ],
        hubs=[
            (ref('hub_supplier'), 'tracked.supplier_hash_key', {'supplier_id': 'supplier_id'}),
        ],
    ),
    'erp__categories': rebuilt_rows(
        ref('esat_erp_category_parent'),
        beside=[(ref('sat_erp_category'), ['category_name'])],
        links=[(ref('hal_category'), [])],
        hubs=[
            (ref('hub_category'), 'tracked.category_hash_key', {'category_id': 'category_id'}),
            (ref('hub_category'), 'link_1.parent_category_hash_key', {'category_id': 'parent_category_id'}),
        ],
    ),
    'erp__locations': rebuilt_rows(
        ref('sat_erp_location'),
        columns=[
            'location_name', 'location_type', 'country_code', 'city', 'postcode', 'time_zone', 'opened_date',
            'floor_area_square_metres',
        ],
        hubs=[
            (ref('hub_location'), 'tracked.location_hash_key', {'location_id': 'location_id'}),
        ],
    ),
    'erp__product_suppliers': rebuilt_rows(
        ref('sat_erp_product_supplier'),
        columns=['supply_share'],
        links=[(ref('lnk_product_supplier'), [])],
        hubs=[
            (ref('hub_product'), 'link_1.product_hash_key', {'product_id': 'product_id'}),
            (ref('hub_supplier'), 'link_1.supplier_hash_key', {'supplier_id': 'supplier_id'}),
        ],
    ),
    'erp__assortments': rebuilt_rows(
        ref('sat_erp_assortment'),
        columns=['listed_until_date'],
        links=[(ref('dcl_assortment'), ['listed_from_date'])],
        hubs=[
            (ref('hub_location'), 'link_1.location_hash_key', {'location_id': 'location_id'}),
            (ref('hub_product'), 'link_1.product_hash_key', {'product_id': 'product_id'}),
        ],
    ),
    'erp__price_list': rebuilt_rows(
        ref('sat_erp_product_price'),
        columns=['list_price'],
        links=[(ref('dcl_product_price'), ['currency_code', 'start_date'])],
        hubs=[
            (ref('hub_product'), 'link_1.product_hash_key', {'product_id': 'product_id'}),
        ],
    ),
    'shop__promotions': rebuilt_rows(
        ref('esat_shop_promotion_category'),
        beside=[
            (ref('sat_shop_promotion'), [
                'promotion_name', 'promotion_type', 'discount_rate', 'channel_scope', 'country_code',
                'start_date', 'end_date',
            ]),
        ],
        links=[(ref('lnk_promotion_category'), [])],
        hubs=[
            (ref('hub_promotion'), 'tracked.promotion_hash_key', {'promotion_id': 'promotion_id'}),
            (ref('hub_category'), 'link_1.category_hash_key', {'category_id': 'category_id'}),
        ],
    ),
}) }}

-- Deliveries about persons, put together again from the vault, are what staging accepted.
{{ deliveries_that_differ({
    'shop__customers': rebuilt_rows(
        ref('rtsat_shop_customer'),
        key='customer_hash_key',
        states=[
            (ref('sat_shop_customer_personal'), 'personal_hash_diff', [
                'email', 'first_name', 'last_name', 'birth_date', 'phone', 'is_erased',
            ]),
            (ref('sat_shop_customer_profile'), 'profile_hash_diff', [
                'loyalty_tier', 'acquisition_channel', 'registered_at', 'country_code',
            ]),
        ],
        links=[(ref('sal_customer'), [])],
        hubs=[
            (ref('hub_customer'), 'tracked.customer_hash_key', {'customer_id': 'customer_id'}),
            (ref('hub_customer'), 'link_1.surviving_customer_hash_key', {'customer_id': 'merged_into_customer_id'}),
        ],
        beside=[(ref('sat_shop_customer_newsletter'), ['newsletter_consent'])],
    ),
    'shop__addresses': rebuilt_rows(
        ref('rtsat_shop_address'),
        key='address_hash_key',
        states=[
            (ref('sat_shop_address_personal'), 'personal_hash_diff', ['street', 'postcode', 'city', 'is_erased']),
            (ref('sat_shop_address'), 'address_hash_diff', ['address_type', 'country_code']),
        ],
        links=[(ref('lnk_customer_address'), [])],
        hubs=[
            (ref('hub_address'), 'tracked.address_hash_key', {'address_id': 'address_id'}),
            (ref('hub_customer'), 'link_1.customer_hash_key', {'customer_id': 'customer_id'}),
        ],
    ),
    'shop__erasure_requests': rebuilt_rows(
        ref('sat_shop_erasure_request'),
        columns=['requested_at'],
        links=[(ref('dcl_erasure_request'), ['request_id'])],
        hubs=[
            (ref('hub_customer'), 'link_1.customer_hash_key', {
                'collision_code': 'subject_system', 'customer_id': 'subject_id',
            }),
        ],
    ),
    'pos__loyalty_members': rebuilt_rows(
        ref('rtsat_pos_member'),
        key='customer_hash_key',
        states=[
            (ref('sat_pos_member_personal'), 'personal_hash_diff', [
                'first_name', 'last_name', 'email', 'birth_date', 'postcode', 'is_erased',
            ]),
            (ref('sat_pos_member_profile'), 'profile_hash_diff', ['country_code', 'joined_date']),
            (ref('sat_pos_member_points'), 'points_hash_diff', ['points_balance']),
        ],
        links=[(ref('lnk_member_location'), [])],
        hubs=[
            (ref('hub_customer'), 'tracked.customer_hash_key', {'customer_id': 'member_id'}),
            (ref('hub_location'), 'link_1.location_hash_key', {'location_id': 'home_location_id'}),
        ],
    ),
}) }}

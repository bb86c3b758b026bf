-- grain: one row per person record and version
{{ config(**replace_changed('customer_hash_key')) }}
{{ pit_by_version(
    'customer_hash_key',
    identities=ref('bsat_customer_identity'),
    sources=[
        {
            'tracking': ref('rtsat_shop_customer'),
            'states': ['personal_hash_diff', 'profile_hash_diff', 'sal_customer_hash_key'],
            'pointers': {
                'shop_personal_hash_diff': 'personal_hash_diff',
                'shop_profile_hash_diff': 'profile_hash_diff',
                'sal_customer_hash_key': 'sal_customer_hash_key',
            },
        },
        {
            'tracking': ref('rtsat_pos_member'),
            'states': [
                'personal_hash_diff', 'profile_hash_diff', 'points_hash_diff', 'lnk_member_location_hash_key',
            ],
            'pointers': {
                'pos_personal_hash_diff': 'personal_hash_diff',
                'pos_profile_hash_diff': 'profile_hash_diff',
                'pos_points_hash_diff': 'points_hash_diff',
                'lnk_member_location_hash_key': 'lnk_member_location_hash_key',
            },
            'statuses': ref('stsat_pos_member'),
        },
    ],
) }}

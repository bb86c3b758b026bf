-- grain: one row per address and version
{{ config(**replace_changed('address_hash_key')) }}
{{ pit_by_version(
    'address_hash_key',
    identities=ref('bsat_address_identity'),
    sources=[{
        'tracking': ref('rtsat_shop_address'),
        'states': ['personal_hash_diff', 'address_hash_diff', 'lnk_customer_address_hash_key'],
        'pointers': {
            'personal_hash_diff': 'personal_hash_diff',
            'address_hash_diff': 'address_hash_diff',
            'lnk_customer_address_hash_key': 'lnk_customer_address_hash_key',
        },
    }],
) }}

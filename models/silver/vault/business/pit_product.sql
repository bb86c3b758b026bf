-- grain: one row per product and version
{{ config(**replace_changed('product_hash_key')) }}
{{ pit_by_version(
    'product_hash_key',
    identities=ref('bsat_product_identity'),
    sources=[{
        'tracking': ref('rtsat_erp_product'),
        'states': ['description_hash_diff', 'commercial_hash_diff', 'lnk_product_category_hash_key'],
        'pointers': {
            'description_hash_diff': 'description_hash_diff',
            'commercial_hash_diff': 'commercial_hash_diff',
            'lnk_product_category_hash_key': 'lnk_product_category_hash_key',
        },
        'statuses': ref('stsat_erp_product'),
    }],
) }}

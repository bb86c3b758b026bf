-- grain: one row per category and version
{{ config(**replace_changed('category_hash_key')) }}
{{ pit_by_version(
    'category_hash_key',
    identities=ref('bsat_category_identity'),
    sources=[{
        'tracking': appearances_of(
            ref('sat_erp_category'), beside=[(ref('esat_erp_category_parent'), 'hal_category_hash_key')]
        ),
        'states': ['hash_diff', 'hal_category_hash_key'],
        'pointers': dict(shown_in(), hal_category_hash_key='hal_category_hash_key'),
        'types': shown_in_types(),
    }],
) }}

-- grain: one row per promotion and version
{{ config(**replace_changed('promotion_hash_key')) }}
{{ pit_by_version(
    'promotion_hash_key',
    identities=ref('bsat_promotion_identity'),
    sources=[{
        'tracking': appearances_of(
            ref('sat_shop_promotion'),
            beside=[(ref('esat_shop_promotion_category'), 'lnk_promotion_category_hash_key')]
        ),
        'states': ['hash_diff', 'lnk_promotion_category_hash_key'],
        'pointers': dict(shown_in(), lnk_promotion_category_hash_key='lnk_promotion_category_hash_key'),
        'types': shown_in_types(),
    }],
) }}

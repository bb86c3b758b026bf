-- grain: one row per address, change and delivery
{{ config(**append_only()) }}
{{ record_tracking_satellite(
    'address_hash_key',
    parts=['address_id'],
    source=ref('stg_shop__addresses'),
    states={
        'personal_hash_diff': ['street', 'postcode', 'city', 'is_erased'],
        'address_hash_diff': ['address_type', 'country_code'],
    },
    links={
        'lnk_customer_address_hash_key': (['address_id', "'shop'", 'customer_id'], none),
    },
    personal='stg_shop__addresses',
) }}

-- grain: one row per shop customer, change and delivery
{{ config(**append_only()) }}
{{ record_tracking_satellite(
    'customer_hash_key',
    parts=["'shop'", 'customer_id'],
    source=ref('stg_shop__customers'),
    states={
        'personal_hash_diff': ['email', 'first_name', 'last_name', 'birth_date', 'phone', 'is_erased'],
        'profile_hash_diff': ['loyalty_tier', 'acquisition_channel', 'registered_at', 'country_code'],
    },
    links={
        'sal_customer_hash_key': (["'shop'", 'customer_id', "'shop'", 'merged_into_customer_id'], 'merged_into_customer_id'),
    },
    personal='stg_shop__customers',
) }}

-- grain: one row per loyalty member, change and delivery
{{ config(**append_only()) }}
{{ record_tracking_satellite(
    'customer_hash_key',
    parts=["'pos'", 'member_id'],
    source=ref('stg_pos__loyalty_members'),
    states={
        'personal_hash_diff': ['first_name', 'last_name', 'email', 'birth_date', 'postcode', 'is_erased'],
        'profile_hash_diff': ['country_code', 'joined_date'],
        'points_hash_diff': ['points_balance'],
    },
    links={
        'lnk_member_location_hash_key': (["'pos'", 'member_id', 'home_location_id'], 'home_location_id'),
    },
    personal='stg_pos__loyalty_members',
) }}

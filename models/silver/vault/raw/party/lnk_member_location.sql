-- grain: one row per loyalty member and home store, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'lnk_member_location_hash_key',
    source=ref('stg_pos__loyalty_members'),
    parents={
        'customer_hash_key': ["'pos'", 'member_id'],
        'location_hash_key': ['home_location_id'],
    },
    if_present='home_location_id',
) }}

-- grain: one row per loyalty member and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'customer_hash_key',
    parts=["'pos'", 'member_id'],
    source=ref('stg_pos__loyalty_members'),
    columns=['first_name', 'last_name', 'email', 'birth_date', 'postcode', 'is_erased'],
    personal='stg_pos__loyalty_members',
) }}

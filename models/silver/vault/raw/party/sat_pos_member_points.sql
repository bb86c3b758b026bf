-- grain: one row per loyalty member and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'customer_hash_key',
    parts=["'pos'", 'member_id'],
    source=ref('stg_pos__loyalty_members'),
    columns=['points_balance'],
    personal='stg_pos__loyalty_members',
) }}

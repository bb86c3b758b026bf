-- grain: one row per loyalty member and full extract since its first one
{{ config(**append_only()) }}
{{ status_tracking_satellite(
    'customer_hash_key',
    parts=["'pos'", 'member_id'],
    key_columns=['member_id'],
    checked=ref('chk_pos__loyalty_members'),
    tracking=ref('rtsat_pos_member'),
) }}

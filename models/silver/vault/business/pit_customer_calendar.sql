-- grain: one row per person record and day that is kept (customer_hash_key, snapshot_date)
{{ config(**append_only()) }}
{{ pit_by_calendar('customer_hash_key', 'pit_customer', [
    'shop_personal_hash_diff', 'shop_profile_hash_diff', 'sal_customer_hash_key', 'pos_personal_hash_diff',
    'pos_profile_hash_diff', 'pos_points_hash_diff', 'lnk_member_location_hash_key',
]) }}

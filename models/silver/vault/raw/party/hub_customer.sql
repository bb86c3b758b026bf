-- grain: one row per person number of a system (collision_code, customer_id), and the ghost record
{{ config(**append_only()) }}
{{ hub('customer_hash_key', business_key=['collision_code', 'customer_id'], sources=[
    (ref('stg_shop__customers'), ["'shop'", 'customer_id']),
    (ref('stg_shop__customers'), ["'shop'", 'merged_into_customer_id']),
    (ref('stg_shop__addresses'), ["'shop'", 'customer_id']),
    (ref('stg_shop__orders'), ["'shop'", 'customer_id']),
    (ref('stg_web__events'), ["'shop'", 'customer_id']),
    (ref('stg_web__reviews'), ["'shop'", 'customer_id']),
    (ref('stg_shop__erasure_requests'), ['subject_system', 'subject_id']),
    (ref('stg_pos__loyalty_members'), ["'pos'", 'member_id']),
    (ref('stg_pos__receipts'), ["'pos'", 'member_id']),
]) }}

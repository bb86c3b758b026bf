-- grain: one row per shop customer and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'customer_hash_key',
    parts=["'shop'", 'customer_id'],
    source=ref('stg_shop__customers'),
    columns=['email', 'first_name', 'last_name', 'birth_date', 'phone', 'is_erased'],
    personal='stg_shop__customers',
) }}

-- grain: one row per shop customer and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'customer_hash_key',
    parts=["'shop'", 'customer_id'],
    source=ref('stg_shop__customers'),
    columns=['loyalty_tier', 'acquisition_channel', 'registered_at', 'country_code'],
    personal='stg_shop__customers',
) }}

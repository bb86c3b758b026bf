-- grain: one row per address and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'address_hash_key',
    parts=['address_id'],
    source=ref('stg_shop__addresses'),
    columns=['address_type', 'country_code'],
    personal='stg_shop__addresses',
) }}

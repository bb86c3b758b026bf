-- grain: one row per address_id, and the ghost record
{{ config(**append_only()) }}
{{ hub('address_hash_key', business_key=['address_id'], sources=[
    (ref('stg_shop__addresses'), ['address_id']),
    (ref('stg_shop__orders'), ['ship_to_address_id']),
    (ref('stg_shop__orders'), ['bill_to_address_id']),
]) }}

-- grain: one row per carrier, and the ghost record
{{ config(**append_only()) }}
{{ hub('carrier_hash_key', business_key=['carrier_name'], sources=[
    (with_business_key(ref('stg_erp__shipments'), 'carrier', 'carrier_name'), ['carrier_name']),
]) }}

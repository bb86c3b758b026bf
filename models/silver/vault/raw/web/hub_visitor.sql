-- grain: one row per visitor_id, and the ghost record
{{ config(**append_only()) }}
{{ hub('visitor_hash_key', business_key=['visitor_id'], sources=[
    (ref('stg_web__events'), ['visitor_id']),
    (ref('stg_shop__orders'), ['visitor_id']),
]) }}

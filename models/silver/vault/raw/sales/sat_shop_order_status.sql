-- grain: one row per web order and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'order_hash_key',
    parts=["'web'", 'order_id'],
    source=ref('stg_shop__orders'),
    columns=['order_status'],
) }}

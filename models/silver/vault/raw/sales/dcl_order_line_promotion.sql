-- grain: one row per web order, line and promotion, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'dcl_order_line_promotion_hash_key',
    source=ref('stg_shop__order_line_promotions'),
    parents={
        'order_hash_key': ["'web'", 'order_id'],
        'promotion_hash_key': ['promotion_id'],
    },
    dependent=['line_number'],
) }}

-- grain: one row per web order, line and product, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'dcl_order_line_hash_key',
    source=ref('stg_shop__order_lines'),
    parents={
        'order_hash_key': ["'web'", 'order_id'],
        'product_hash_key': ['product_id'],
    },
    dependent=['line_number'],
) }}

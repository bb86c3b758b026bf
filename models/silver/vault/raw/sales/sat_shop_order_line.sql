-- grain: one row per line of a web order, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'dcl_order_line_hash_key',
    parts=["'web'", 'order_id', 'product_id', 'line_number'],
    source=ref('stg_shop__order_lines'),
    columns=['quantity', 'unit_price', 'line_discount_amount'],
) }}

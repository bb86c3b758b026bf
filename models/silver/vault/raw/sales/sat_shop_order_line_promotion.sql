-- grain: one row per promotion on a line, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'dcl_order_line_promotion_hash_key',
    parts=["'web'", 'order_id', 'promotion_id', 'line_number'],
    source=ref('stg_shop__order_line_promotions'),
    columns=['discount_amount'],
) }}

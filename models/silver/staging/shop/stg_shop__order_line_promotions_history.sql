-- grain: one row per order_id, line_number, promotion_id and version
{{ config(**replace_by(['order_id', 'line_number', 'promotion_id'])) }}
{{ state_over_time('shop__order_line_promotions') }}

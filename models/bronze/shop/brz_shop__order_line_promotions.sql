-- grain: one row per delivered row of shop.order_line_promotions
{{ config(**append_only()) }}
{{ delivered_rows('shop__order_line_promotions') }}

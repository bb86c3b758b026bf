-- grain: one row per delivered row of shop.order_lines
{{ config(**append_only()) }}
{{ delivered_rows('shop__order_lines') }}

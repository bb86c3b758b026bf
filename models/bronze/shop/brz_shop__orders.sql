-- grain: one row per delivered row of shop.orders
{{ config(**append_only()) }}
{{ delivered_rows('shop__orders') }}

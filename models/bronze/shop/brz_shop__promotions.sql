-- grain: one row per delivered row of shop.promotions
{{ config(**append_only()) }}
{{ delivered_rows('shop__promotions') }}

-- grain: one row per delivered row of shop.payments
{{ config(**append_only()) }}
{{ delivered_rows('shop__payments') }}

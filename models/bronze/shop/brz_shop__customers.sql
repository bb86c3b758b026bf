-- grain: one row per delivered row of shop.customers
{{ config(post_hook="{{ erase_persons('shop__customers') }}", **append_only()) }}
{{ delivered_rows('shop__customers') }}

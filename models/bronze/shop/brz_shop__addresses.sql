-- grain: one row per delivered row of shop.addresses
{{ config(post_hook="{{ erase_persons('shop__addresses') }}", **append_only()) }}
{{ delivered_rows('shop__addresses') }}

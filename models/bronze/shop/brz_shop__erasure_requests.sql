-- grain: one row per delivered row of shop.erasure_requests
{{ config(**append_only()) }}
{{ delivered_rows('shop__erasure_requests') }}

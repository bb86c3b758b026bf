-- grain: one row per delivered row of shop.returns
{{ config(**append_only()) }}
{{ delivered_rows('shop__returns') }}

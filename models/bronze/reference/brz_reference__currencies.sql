-- grain: one row per delivered row of reference.currencies
{{ config(**append_only()) }}
{{ delivered_rows('reference__currencies') }}

-- grain: one row per delivered row of reference.countries
{{ config(**append_only()) }}
{{ delivered_rows('reference__countries') }}

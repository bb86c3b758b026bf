-- grain: one row per delivered row of erp.locations
{{ config(**append_only()) }}
{{ delivered_rows('erp__locations') }}

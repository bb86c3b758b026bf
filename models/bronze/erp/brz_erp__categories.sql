-- grain: one row per delivered row of erp.categories
{{ config(**append_only()) }}
{{ delivered_rows('erp__categories') }}

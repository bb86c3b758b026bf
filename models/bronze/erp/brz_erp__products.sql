-- grain: one row per delivered row of erp.products
{{ config(**append_only()) }}
{{ delivered_rows('erp__products') }}

-- grain: one row per delivered row of erp.suppliers
{{ config(**append_only()) }}
{{ delivered_rows('erp__suppliers') }}

-- grain: one row per delivered row of erp.shipments
{{ config(**append_only()) }}
{{ delivered_rows('erp__shipments') }}

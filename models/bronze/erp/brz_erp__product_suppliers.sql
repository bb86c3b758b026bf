-- grain: one row per delivered row of erp.product_suppliers
{{ config(**append_only()) }}
{{ delivered_rows('erp__product_suppliers') }}

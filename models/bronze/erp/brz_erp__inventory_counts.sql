-- grain: one row per delivered row of erp.inventory_counts
{{ config(**append_only()) }}
{{ delivered_rows('erp__inventory_counts') }}

-- grain: one row per delivered row of erp.price_list
{{ config(**append_only()) }}
{{ delivered_rows('erp__price_list') }}

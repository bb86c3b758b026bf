-- grain: one row per delivered row of erp.assortments
{{ config(**append_only()) }}
{{ delivered_rows('erp__assortments') }}

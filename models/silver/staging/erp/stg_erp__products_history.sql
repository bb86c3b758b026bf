-- grain: one row per product_id and version
{{ config(**replace_all()) }}
{{ state_over_time('erp__products') }}

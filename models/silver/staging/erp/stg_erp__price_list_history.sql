-- grain: one row per product_id, currency_code, start_date and version
{{ config(**replace_by(['product_id', 'currency_code', 'start_date'])) }}
{{ state_over_time('erp__price_list') }}

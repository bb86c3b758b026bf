-- grain: one row per location_id, product_id, count_date and version
{{ config(**replace_by(['location_id', 'product_id', 'count_date'])) }}
{{ state_over_time('erp__inventory_counts') }}

-- grain: one row per location_id, product_id, listed_from_date and version
{{ config(**replace_by(['location_id', 'product_id', 'listed_from_date'])) }}
{{ state_over_time('erp__assortments') }}

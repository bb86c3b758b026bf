-- grain: one row per location_id, product_id, count_date, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('erp__inventory_counts') }}

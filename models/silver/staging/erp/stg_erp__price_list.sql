-- grain: one row per product_id, currency_code, start_date, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('erp__price_list') }}

-- grain: one row per category_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('erp__categories') }}

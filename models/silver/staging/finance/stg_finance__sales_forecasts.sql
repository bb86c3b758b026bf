-- grain: one row per month_date, category_id, revision_number, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('finance__sales_forecasts') }}

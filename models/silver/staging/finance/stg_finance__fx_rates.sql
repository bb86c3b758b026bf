-- grain: one row per currency_code, rate_date, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('finance__fx_rates') }}

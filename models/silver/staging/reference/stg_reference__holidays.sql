-- grain: one row per country_code, holiday_date, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('reference__holidays') }}

-- grain: one row per currency_code, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('reference__currencies') }}

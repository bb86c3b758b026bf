-- grain: one row per country_code, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('reference__countries') }}

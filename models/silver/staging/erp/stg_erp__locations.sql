-- grain: one row per location_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('erp__locations') }}

-- grain: one row per customer_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('shop__customers') }}

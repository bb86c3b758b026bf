-- grain: one row per order_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('shop__orders') }}

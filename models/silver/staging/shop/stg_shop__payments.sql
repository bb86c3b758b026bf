-- grain: one row per payment_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('shop__payments') }}

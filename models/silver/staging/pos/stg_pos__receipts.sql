-- grain: one row per receipt_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('pos__receipts') }}

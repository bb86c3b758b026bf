-- grain: one row per order_id, line_number, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('shop__order_lines') }}

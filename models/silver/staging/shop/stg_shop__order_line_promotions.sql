-- grain: one row per order_id, line_number, promotion_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('shop__order_line_promotions') }}

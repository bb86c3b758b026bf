-- grain: one row per promotion_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('shop__promotions') }}

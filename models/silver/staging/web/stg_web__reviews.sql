-- grain: one row per review_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('web__reviews') }}

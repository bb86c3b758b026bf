-- grain: one row per return_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('shop__returns') }}

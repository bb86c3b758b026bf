-- grain: one row per event_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('web__events') }}

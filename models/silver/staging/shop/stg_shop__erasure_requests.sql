-- grain: one row per request_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('shop__erasure_requests') }}

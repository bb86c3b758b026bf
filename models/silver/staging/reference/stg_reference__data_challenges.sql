-- grain: one row per challenge_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('reference__data_challenges') }}

-- grain: one row per address_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('shop__addresses') }}

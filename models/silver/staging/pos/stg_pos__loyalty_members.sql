-- grain: one row per member_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('pos__loyalty_members') }}

-- grain: one row per movement_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('erp__inventory_movements') }}

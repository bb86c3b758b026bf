-- grain: one row per supplier_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('erp__suppliers') }}

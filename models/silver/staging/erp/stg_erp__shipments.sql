-- grain: one row per shipment_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('erp__shipments') }}

-- grain: one row per product_id, supplier_id, changed_at and delivery
{{ config(materialized='view') }}
{{ accepted_rows('erp__product_suppliers') }}

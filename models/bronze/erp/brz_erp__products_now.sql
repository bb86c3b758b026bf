-- grain: one row per product_id in the newest extract of erp.products
{{ config(materialized='ephemeral') }}
{{ latest_extract('erp__products') }}

-- grain: one row per delivered row of erp.product_suppliers that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('erp__product_suppliers') }}

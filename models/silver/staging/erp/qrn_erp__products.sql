-- grain: one row per delivered row of erp.products that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('erp__products') }}

-- grain: one row per delivered row of erp.shipments that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('erp__shipments') }}

-- grain: one row per delivered row of erp.categories that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('erp__categories') }}

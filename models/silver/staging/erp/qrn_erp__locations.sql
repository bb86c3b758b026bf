-- grain: one row per delivered row of erp.locations that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('erp__locations') }}

-- grain: one row per delivered row of erp.inventory_counts that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('erp__inventory_counts') }}

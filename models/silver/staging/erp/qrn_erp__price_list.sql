-- grain: one row per delivered row of erp.price_list that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('erp__price_list') }}

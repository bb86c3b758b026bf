-- grain: one row per delivered row of finance.sales_forecasts that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('finance__sales_forecasts') }}

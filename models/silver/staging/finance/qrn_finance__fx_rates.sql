-- grain: one row per delivered row of finance.fx_rates that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('finance__fx_rates') }}

-- grain: one row per delivered row of reference.holidays that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('reference__holidays') }}

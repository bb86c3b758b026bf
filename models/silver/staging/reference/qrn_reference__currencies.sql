-- grain: one row per delivered row of reference.currencies that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('reference__currencies') }}

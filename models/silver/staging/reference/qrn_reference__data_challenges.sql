-- grain: one row per delivered row of reference.data_challenges that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('reference__data_challenges') }}

-- grain: one row per delivered row of web.reviews that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('web__reviews') }}

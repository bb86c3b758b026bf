-- grain: one row per delivered row of shop.erasure_requests that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('shop__erasure_requests') }}

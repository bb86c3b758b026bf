-- grain: one row per delivered row of shop.promotions that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('shop__promotions') }}

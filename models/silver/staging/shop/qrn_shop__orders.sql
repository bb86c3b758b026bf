-- grain: one row per delivered row of shop.orders that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('shop__orders') }}

-- grain: one row per delivered row of shop.payments that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('shop__payments') }}

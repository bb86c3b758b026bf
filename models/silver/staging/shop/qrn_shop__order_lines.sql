-- grain: one row per delivered row of shop.order_lines that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('shop__order_lines') }}

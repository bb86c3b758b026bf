-- grain: one row per delivered row of shop.order_line_promotions that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('shop__order_line_promotions') }}

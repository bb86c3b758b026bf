-- grain: one row per delivered row of pos.receipts that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('pos__receipts') }}

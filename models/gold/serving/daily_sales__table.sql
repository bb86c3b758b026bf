-- grain: one row per UTC day, country and category in which anything was sold
{{ config(materialized='table') }}

{{ daily_sales() }}

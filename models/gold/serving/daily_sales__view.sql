-- grain: one row per UTC day, country and category in which anything was sold
{{ config(materialized='view') }}

{{ daily_sales() }}

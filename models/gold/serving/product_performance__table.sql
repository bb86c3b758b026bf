-- grain: one row per product and month with a sale or a return
{{ config(materialized='table') }}

{{ product_performance() }}

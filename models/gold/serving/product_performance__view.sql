-- grain: one row per product and month with a sale or a return
{{ config(materialized='view') }}

{{ product_performance() }}

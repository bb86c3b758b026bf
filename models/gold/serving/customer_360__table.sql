-- grain: one row per person (customer_durable_key)
{{ config(materialized='table') }}

{{ customer_360() }}

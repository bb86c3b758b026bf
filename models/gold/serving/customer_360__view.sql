-- grain: one row per person (customer_durable_key)
{{ config(materialized='view') }}

{{ customer_360() }}

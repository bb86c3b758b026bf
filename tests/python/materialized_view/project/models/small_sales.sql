-- grain: one row per sale under 100
{{ config(materialized='ephemeral') }}

select * from {{ source('input', 'sales') }} where amount < 100

-- grain: one row per day that any input names
{{ config(materialized='view') }}

select day from {{ source('input', 'sales') }}
union
select day from {{ source('input', 'returns') }}

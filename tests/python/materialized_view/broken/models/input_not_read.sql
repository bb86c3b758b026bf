{{ config(materialized='materialized_view', inputs={'returns': {}}) }}
select day, count(*) as return_count from {{ source('input', 'returns') }} group by day

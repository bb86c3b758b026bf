{{ config(materialized='materialized_view', group_keys=['month']) }}
select day, count(*) as return_count from {{ source('input', 'returns') }} group by day

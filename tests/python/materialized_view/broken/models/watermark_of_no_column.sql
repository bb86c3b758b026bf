{{ config(materialized='materialized_view', inputs={'input.returns': {'watermark': 'written_at'}}) }}
select day, count(*) as return_count from {{ source('input', 'returns') }} group by day

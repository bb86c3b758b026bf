-- grain: one row per day
{{ config(
    materialized='materialized_view',
    group_keys=['day'],
    inputs={'input.returns': {'groups': {'day': 'day'}}},
    rebuild_share=1000,
) }}

select
    day,
    sum(amount) as amount
from {{ source('input', 'returns') }}
group by day

-- grain: one row per month and shop
{{ config(
    materialized='materialized_view',
    group_keys=['month', 'shop'],
    inputs={'input.returns': {'groups': {'month': "cast(date_trunc('month', day) as date)", 'shop': 'shop'}}},
    rebuild_share=1000,
) }}

select
    cast(date_trunc('month', day) as date) as month,
    shop,
    count(*) as return_count,
    sum(amount) as amount,
    {{ var('definition') }} as definition
from {{ source('input', 'returns') }}
group by cast(date_trunc('month', day) as date), shop

{{ config(
    materialized='materialized_view',
    group_keys=['day', 'shop'],
    inputs={'input.returns': {'groups': {'day': 'day'}}},
) }}
select day, shop, count(*) as return_count from {{ source('input', 'returns') }} group by day, shop

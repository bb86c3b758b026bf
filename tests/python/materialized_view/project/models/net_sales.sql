-- grain: one row per day, those without a sale or return of a shop with country included
{{ config(
    materialized='materialized_view',
    group_keys=['day'],
    inputs={
        'input.sales': {'groups': {'day': 'day'}, 'watermark': 'audit_loaded_at'},
        'input.returns': {'groups': {'day': 'day'}},
    },
    rebuild_share=0.9,
) }}

with

days as (

    select * from {{ ref('days') }}

),

sales as (

    select
        day,
        sum(amount) as amount
    from {{ ref('small_sales') }}
    group by day

),

returns as (

    select
        returns.day,
        sum(returns.amount) as amount
    from {{ source('input', 'returns') }} as returns
    inner join {{ source('input', 'shops') }} as shops
        on returns.shop = shops.shop
    group by returns.day

)

select
    days.day,
    sales.amount as sold_amount,
    returns.amount as returned_amount,
    {{ var('definition') }} as definition
from days
left join sales
    on days.day is not distinct from sales.day
left join returns
    on days.day is not distinct from returns.day

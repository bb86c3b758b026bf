-- grain: one row per country that a shop is, or was, in
{{ config(
    materialized='materialized_view',
    group_keys=['country'],
    inputs={
        'input.sales': {
            'groups': {'country': "(select shops.country from {{ source('input', 'shops') }} as shops where shops.shop = sales.shop)"},
            'watermark': 'audit_loaded_at',
        },
        'input.shops': {'groups': {'country': 'country'}},
    },
    rebuild_share=1000,
) }}

with

sales as (

    select * from {{ source('input', 'sales') }}

),

shops as (

    select * from {{ source('input', 'shops') }}

)

select
    shops.country,
    count(distinct shops.shop) as shop_count,
    count(distinct sales.shop) as selling_shop_count,
    sum(sales.amount) as amount,
    {{ var('definition') }} as definition
from sales
full join shops
    on sales.shop = shops.shop
group by shops.country

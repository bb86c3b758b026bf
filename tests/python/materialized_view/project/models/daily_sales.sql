-- grain: one row per day and shop
{{ config(
    materialized='materialized_view',
    group_keys=['day'],
    inputs={'input.sales': {'groups': {'day': 'day'}, 'watermark': 'audit_loaded_at'}},
    indexes=[{'columns': ['day', 'shop'], 'unique': true}],
    rebuild_share=1000,
) }}

select
    day,
    shop,
    count(*) as sale_count,
    count(distinct product) as product_count,
    sum(amount) as amount,
    max(amount) as greatest_amount,
    {{ var('definition') }} as definition
from {{ source('input', 'sales') }}
group by day, shop

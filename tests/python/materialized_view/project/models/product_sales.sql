-- grain: one row per product
{{ config(
    materialized='materialized_view',
    group_keys=['product'],
    inputs={'input.sales': {'groups': {'product': 'product'}, 'watermark': 'audit_loaded_at'}},
    rebuild_share=1000,
) }}

select
    product,
    sum(amount) as amount
from {{ source('input', 'sales') }}
group by product

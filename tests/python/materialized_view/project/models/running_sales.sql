-- grain: one row per sale
{{ config(
    materialized='materialized_view',
    group_keys=['shop'],
    inputs={'input.sales': {'groups': {'shop': 'shop'}, 'watermark': 'audit_loaded_at'}},
) }}

select
    sale_id,
    shop,
    sum(amount) over (
        partition by shop order by day nulls last, sale_id rows between 2 preceding and current row
    ) as amount,
    {{ var('definition') }} as definition
from {{ source('input', 'sales') }}

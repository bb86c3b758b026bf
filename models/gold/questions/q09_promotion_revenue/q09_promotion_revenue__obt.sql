-- grain: one row per promotion that a line of a sale has
with

obt_orders as (

    select * from {{ ref('obt_orders') }} where not is_cancelled

),

credited as (

    {{ nested_rows('obt_orders', 'promotions', {
        'promotion_id': dbt.type_string(), 'credited_net_revenue_eur': 'decimal(18, 2)',
    }) | indent }}

)

select
    promotion_id,
    cast(sum(credited_net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from credited
group by promotion_id

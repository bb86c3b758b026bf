-- grain: one row per month, tier of the buyer at the sale and tier of the buyer now
with

obt_order_lines as (

    select * from {{ ref('obt_order_lines') }} where not is_cancelled

)

select
    order_month_date as month_date,
    coalesce(customer_tier_at_order, 'no tier') as tier_then,
    coalesce(customer_tier_current, 'no tier') as tier_now,
    count(case when is_first_line then 1 end) as order_count,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from obt_order_lines
group by order_month_date, customer_tier_at_order, customer_tier_current

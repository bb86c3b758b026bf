-- grain: one row per month and country of the sale
with

obt_order_lines as (

    select * from {{ ref('obt_order_lines') }} where not is_cancelled

)

select
    order_month_date as month_date,
    coalesce(country_code, 'unknown') as country_code,
    count(case when is_first_line then 1 end) as order_count,
    cast(sum(case when is_gift_card then 0 else quantity end) as bigint) as unit_count,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from obt_order_lines
group by order_month_date, country_code

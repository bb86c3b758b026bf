-- grain: one row per month and country of the sale
with

{{ sold_lines() }}

select
    month_date,
    coalesce(country_code, 'unknown') as country_code,
    count(distinct sales_order_id) as order_count,
    cast(sum(unit_count) as bigint) as unit_count,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from sold_lines
group by month_date, country_code

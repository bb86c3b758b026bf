-- grain: one row per month and path of the category that the product has now
with

obt_order_lines as (

    select * from {{ ref('obt_order_lines') }} where not is_cancelled

)

select
    order_month_date as month_date,
    coalesce(product_category_path_current, 'unknown') as category_path,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from obt_order_lines
group by order_month_date, product_category_path_current

-- grain: one row per month and path of the category that the product has now
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }} where not is_cancelled

),

dim_order_date as (

    select * from {{ ref('dim_order_date') }}

),

dim_product_current as (

    select * from {{ ref('dim_product_current') }}

)

select
    dim_order_date.order_month_date as month_date,
    coalesce(dim_product_current.category_path, 'unknown') as category_path,
    cast(sum(fct_order_lines.net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from fct_order_lines
inner join dim_order_date
    on fct_order_lines.order_date_key = dim_order_date.order_date_key
inner join dim_product_current
    on fct_order_lines.product_durable_key = dim_product_current.product_durable_key
group by dim_order_date.order_month_date, dim_product_current.category_path

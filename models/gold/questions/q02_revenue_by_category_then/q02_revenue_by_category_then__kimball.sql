-- grain: one row per month and path of the category that the product had at the sale
with

fct_sales_monthly as (

    -- what was sold: all else are sales that were cancelled
    select * from {{ ref('fct_sales_monthly') }} where sold_quantity > 0

),

dim_month as (

    select * from {{ ref('dim_month') }}

),

dim_category as (

    select
        *,
        case when {{ is_missing_key(['category_key']) }} then 'unknown' else category_path end as known_path
    from {{ ref('dim_category') }}

)

select
    dim_month.month_date,
    dim_category.known_path as category_path,
    cast(sum(fct_sales_monthly.net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from fct_sales_monthly
inner join dim_month
    on fct_sales_monthly.month_key = dim_month.month_key
inner join dim_category
    on fct_sales_monthly.category_key = dim_category.category_key
group by dim_month.month_date, dim_category.known_path

-- grain: one row per month and path of the category that the product has now
with

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

pit_product as (

    select * from {{ ref('pit_product') }} where is_current

),

lnk_product_category as (

    select * from {{ ref('lnk_product_category') }}

),

bsat_category_path as (

    select * from {{ ref('bsat_category_path') }} where is_current

),

placed_lines as (

    select
        cast(date_trunc('month', bsat_order_line.ordered_at) as date) as month_date,
        coalesce(bsat_category_path.category_path, 'unknown') as category_path,
        bsat_order_line.net_revenue_eur
    from bsat_order_line
    left join pit_product
        on bsat_order_line.product_hash_key = pit_product.product_hash_key
    left join lnk_product_category
        on pit_product.lnk_product_category_hash_key = lnk_product_category.lnk_product_category_hash_key
    left join bsat_category_path
        on lnk_product_category.category_hash_key = bsat_category_path.category_hash_key

)

select
    month_date,
    category_path,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from placed_lines
group by month_date, category_path

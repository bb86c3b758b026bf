-- grain: one row per month and path of the category that the product had at the sale
with

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

brg_order_line_product_category as (

    select * from {{ ref('brg_order_line_product_category') }}

),

bsat_category_path as (

    select * from {{ ref('bsat_category_path') }}

),

placed_lines as (

    select
        cast(date_trunc('month', bsat_order_line.ordered_at) as date) as month_date,
        coalesce(bsat_category_path.category_path, 'unknown') as category_path,
        bsat_order_line.net_revenue_eur
    from bsat_order_line
    inner join brg_order_line_product_category as bridge
        on bsat_order_line.order_hash_key = bridge.order_hash_key and bsat_order_line.line_number = bridge.line_number
    left join bsat_category_path
        on
            bridge.category_hash_key = bsat_category_path.category_hash_key
            and bsat_order_line.ordered_at >= bsat_category_path.valid_from
            and bsat_order_line.ordered_at < bsat_category_path.valid_to

)

select
    month_date,
    category_path,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from placed_lines
group by month_date, category_path

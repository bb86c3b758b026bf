-- The aggregate holds what the lines sum to: month by month, for each brand, category, country and channel.
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

lines as (

    select
        fct_order_lines.*,
        dim_date.month_date,
        dim_product.brand,
        dim_product.category_path
    from fct_order_lines
    inner join {{ ref('dim_date') }} as dim_date
        on fct_order_lines.order_date_key = dim_date.date_key
    inner join dim_product
        on fct_order_lines.product_key = dim_product.product_key

),

aggregated as (

    select
        fct_sales_monthly.*,
        dim_month.month_date,
        case when dim_brand.brand_key <> {{ reserved_key('missing') }} then dim_brand.brand end as brand,
        case when dim_category.category_id <> 'missing' then dim_category.category_path end as category_path,
        dim_geography.country_code
    from {{ ref('fct_sales_monthly') }} as fct_sales_monthly
    inner join {{ ref('dim_month') }} as dim_month
        on fct_sales_monthly.month_key = dim_month.month_key
    inner join {{ ref('dim_brand') }} as dim_brand
        on fct_sales_monthly.brand_key = dim_brand.brand_key
    inner join {{ ref('dim_category') }} as dim_category
        on fct_sales_monthly.category_key = dim_category.category_key
    inner join {{ ref('dim_geography') }} as dim_geography
        on fct_sales_monthly.geography_key = dim_geography.geography_key

),

line_sums as (

    select
        month_date,
        brand,
        category_path,
        country_code,
        channel,
        count(*) as line_count,
        sum(case when is_cancelled then 0 else quantity end) as sold_quantity,
        sum(quantity) as quantity,
        sum(line_amount_eur) as line_amount_eur,
        sum(line_discount_amount_eur) as line_discount_amount_eur,
        sum(allocated_order_discount_amount_eur) as allocated_order_discount_amount_eur,
        sum(net_revenue_eur) as net_revenue_eur
    from lines
    group by month_date, brand, category_path, country_code, channel

),

aggregated_sums as (

    select
        month_date,
        brand,
        category_path,
        country_code,
        channel,
        sum(line_count) as line_count,
        sum(sold_quantity) as sold_quantity,
        sum(quantity) as quantity,
        sum(line_amount_eur) as line_amount_eur,
        sum(line_discount_amount_eur) as line_discount_amount_eur,
        sum(allocated_order_discount_amount_eur) as allocated_order_discount_amount_eur,
        sum(net_revenue_eur) as net_revenue_eur
    from aggregated
    group by month_date, brand, category_path, country_code, channel

)

{{ rows_that_differ('line_sums', 'aggregated_sums', [
    'month_date', 'brand', 'category_path', 'country_code', 'channel', 'line_count', 'sold_quantity', 'quantity',
    'line_amount_eur', 'line_discount_amount_eur', 'allocated_order_discount_amount_eur', 'net_revenue_eur',
]) }}

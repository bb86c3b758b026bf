-- grain: one row per product that was sold or reviewed
with

fct_reviews as (

    select * from {{ ref('fct_reviews') }}

),

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }} where not is_cancelled

),

fct_returns as (

    select * from {{ ref('fct_returns') }}

),

dim_product_current as (

    select * from {{ ref('dim_product_current') }}

),

reviewed as (

    select
        product_durable_key,
        count(*) as review_count,
        {{ ratio('sum(rating)', 'count(*)', 2) }} as average_rating
    from fct_reviews
    group by product_durable_key

),

sales as (

    select
        sales_order_id,
        product_durable_key,
        is_gift_card,
        sum(quantity) as unit_count
    from fct_order_lines
    group by sales_order_id, product_durable_key, is_gift_card

),

sales_returned as (

    select
        sales_order_id,
        product_durable_key,
        sum(quantity) as unit_count
    from fct_returns
    group by sales_order_id, product_durable_key

),

sold as (

    select
        sales.product_durable_key,
        sum(case when sales.is_gift_card then 0 else sales.unit_count end) as sold_unit_count,
        sum(case when sales.is_gift_card then 0 else coalesce(sales_returned.unit_count, 0) end) as returned_unit_count
    from sales
    left join sales_returned
        on
            sales.sales_order_id = sales_returned.sales_order_id
            and sales.product_durable_key = sales_returned.product_durable_key
    group by sales.product_durable_key

)

select
    dim_product_current.product_id,
    coalesce(reviewed.review_count, 0) as review_count,
    reviewed.average_rating,
    cast(coalesce(sold.sold_unit_count, 0) as bigint) as sold_unit_count,
    cast(coalesce(sold.returned_unit_count, 0) as bigint) as returned_unit_count,
    {{ ratio('sold.returned_unit_count', 'sold.sold_unit_count') }} as return_rate
from dim_product_current
left join reviewed
    on dim_product_current.product_durable_key = reviewed.product_durable_key
left join sold
    on dim_product_current.product_durable_key = sold.product_durable_key
where reviewed.product_durable_key is not null or sold.product_durable_key is not null

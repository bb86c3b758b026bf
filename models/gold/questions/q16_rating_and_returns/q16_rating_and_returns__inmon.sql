-- grain: one row per product that was sold or reviewed
with

{{ sold_lines() }},

{{ returned_lines() }},

reviews as (

    select * from {{ ref('reviews') }}

),

reviewed as (

    select
        product_id,
        count(*) as review_count,
        {{ ratio('sum(rating)', 'count(*)', 2) }} as average_rating
    from reviews
    group by product_id

),

returned as (

    select
        sales_order_id,
        line_number,
        sum(returned_unit_count) as returned_unit_count
    from returned_lines
    group by sales_order_id, line_number

),

sold as (

    select
        sold_lines.product_id,
        sum(sold_lines.unit_count) as sold_unit_count,
        sum(coalesce(returned.returned_unit_count, 0)) as returned_unit_count
    from sold_lines
    left join returned
        on sold_lines.sales_order_id = returned.sales_order_id and sold_lines.line_number = returned.line_number
    group by sold_lines.product_id

)

select
    products.product_id,
    coalesce(reviewed.review_count, 0) as review_count,
    reviewed.average_rating,
    cast(coalesce(sold.sold_unit_count, 0) as bigint) as sold_unit_count,
    cast(coalesce(sold.returned_unit_count, 0) as bigint) as returned_unit_count,
    {{ ratio('sold.returned_unit_count', 'sold.sold_unit_count') }} as return_rate
from products
left join reviewed
    on products.product_id = reviewed.product_id
left join sold
    on products.product_id = sold.product_id
where reviewed.product_id is not null or sold.product_id is not null

-- grain: one row per product that was sold or reviewed
with

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

bsat_return as (

    select * from {{ ref('bsat_return') }}

),

{{ lines_of_returns('bsat_return', 'bsat_order_line') }},

hub_product as (

    select * from {{ ref('hub_product') }} where product_hash_key <> {{ ghost_key() }}

),

reviews as (

    {{ present_rows(ref('nhl_review'), ['review_id']) | indent }}

),

reviewed as (

    select
        product_hash_key,
        count(*) as review_count,
        {{ ratio('sum(rating)', 'count(*)', 2) }} as average_rating
    from reviews
    group by product_hash_key

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
        bsat_order_line.product_hash_key,
        sum(case when bsat_order_line.is_gift_card then 0 else bsat_order_line.quantity end) as sold_unit_count,
        sum(coalesce(returned.returned_unit_count, 0)) as returned_unit_count
    from bsat_order_line
    left join returned
        on
            bsat_order_line.sales_order_id = returned.sales_order_id
            and bsat_order_line.line_number = returned.line_number
    group by bsat_order_line.product_hash_key

)

select
    hub_product.product_id,
    coalesce(reviewed.review_count, 0) as review_count,
    reviewed.average_rating,
    cast(coalesce(sold.sold_unit_count, 0) as bigint) as sold_unit_count,
    cast(coalesce(sold.returned_unit_count, 0) as bigint) as returned_unit_count,
    {{ ratio('sold.returned_unit_count', 'sold.sold_unit_count') }} as return_rate
from hub_product
left join reviewed
    on hub_product.product_hash_key = reviewed.product_hash_key
left join sold
    on hub_product.product_hash_key = sold.product_hash_key
where reviewed.product_hash_key is not null or sold.product_hash_key is not null

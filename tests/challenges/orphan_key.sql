-- A line of a product that nobody ever described is accepted: it was sold.
with

expected (product_id, quantity, described_count) as (

    values
    ('P-8888', 1, 0)

),

actual as (

    select
        order_lines.product_id,
        order_lines.quantity,
        (
            select cast(count(*) as integer)
            from {{ ref('stg_erp__products_history') }} as products
            where products.product_id = 'P-8888'
        ) as described_count
    from {{ ref('stg_shop__order_lines_history') }} as order_lines
    where order_lines.order_id = 'O9000003'
        and order_lines.line_number = 2

)
{{- challenge('orphan_key', complete_on='2024-05-14') }}

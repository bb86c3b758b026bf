-- A store return names a line of its sale where that sale has the product on one line alone, and no line
-- otherwise; the line that it names sold that product.
with

store_returns as (

    select
        return_id,
        sales_order_id,
        line_number,
        product_id
    from {{ ref('return_versions') }}
    where product_id is not null

),

candidates as (

    select
        store_returns.return_id,
        store_returns.line_number,
        count(lines.line_number) as line_count,
        min(lines.line_number) as only_line_number
    from store_returns
    left join {{ ref('sales_order_line_versions') }} as lines
        on store_returns.sales_order_id = lines.sales_order_id
            and store_returns.product_id = lines.product_id
    group by store_returns.return_id, store_returns.line_number

)

select
    return_id,
    line_number,
    line_count,
    only_line_number
from candidates
where line_number is distinct from case when line_count = 1 then only_line_number end

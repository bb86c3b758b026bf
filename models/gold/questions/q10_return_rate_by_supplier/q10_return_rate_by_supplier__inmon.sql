-- grain: one row per month of the sale and supplier
with

{{ sold_lines() }},

{{ returned_lines() }},

product_supply_versions as (

    select * from {{ ref('product_supply_versions') }}

),

{{ supply_shares('products', 'product_supply_versions') }},

returned as (

    select
        sales_order_id,
        line_number,
        sum(returned_unit_count) as returned_unit_count
    from returned_lines
    group by sales_order_id, line_number

),

shared_units as (

    select
        sold_lines.month_date as sale_month,
        coalesce(supply_shares.supplier_id, 'unknown') as supplier_id,
        cast(sum(sold_lines.unit_count * supply_shares.supply_weight) as decimal(18, 4)) as sold_unit_count,
        cast(
            sum(coalesce(returned.returned_unit_count, 0) * supply_shares.supply_weight) as decimal(18, 4)
        ) as returned_unit_count
    from sold_lines
    inner join supply_shares
        on
            sold_lines.product_id = supply_shares.product_id
            and sold_lines.ordered_at >= supply_shares.valid_from
            and sold_lines.ordered_at < supply_shares.valid_to
    left join returned
        on sold_lines.sales_order_id = returned.sales_order_id and sold_lines.line_number = returned.line_number
    where not sold_lines.is_gift_card
    group by sold_lines.month_date, supply_shares.supplier_id

)

select
    sale_month,
    supplier_id,
    sold_unit_count,
    returned_unit_count,
    {{ ratio('returned_unit_count', 'sold_unit_count') }} as return_rate
from shared_units

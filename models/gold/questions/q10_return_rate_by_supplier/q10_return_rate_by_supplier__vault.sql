-- grain: one row per month of the sale and supplier
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

supplies as (

    select
        hub_product.product_id,
        hub_supplier.supplier_id,
        versions.supply_share,
        versions.valid_from,
        versions.valid_to
    from {{ ref('sat_erp_product_supplier_history') }} as versions
    inner join {{ ref('lnk_product_supplier') }} as lnk_product_supplier
        on versions.lnk_product_supplier_hash_key = lnk_product_supplier.lnk_product_supplier_hash_key
    inner join hub_product
        on lnk_product_supplier.product_hash_key = hub_product.product_hash_key
    inner join {{ ref('hub_supplier') }} as hub_supplier
        on lnk_product_supplier.supplier_hash_key = hub_supplier.supplier_hash_key

),

{{ supply_shares('hub_product', 'supplies') }},

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
        cast(date_trunc('month', bsat_order_line.ordered_at) as date) as sale_month,
        coalesce(supply_shares.supplier_id, 'unknown') as supplier_id,
        cast(sum(bsat_order_line.quantity * supply_shares.supply_weight) as decimal(18, 4)) as sold_unit_count,
        cast(
            sum(coalesce(returned.returned_unit_count, 0) * supply_shares.supply_weight) as decimal(18, 4)
        ) as returned_unit_count
    from bsat_order_line
    inner join supply_shares
        on
            bsat_order_line.product_id = supply_shares.product_id
            and bsat_order_line.ordered_at >= supply_shares.valid_from
            and bsat_order_line.ordered_at < supply_shares.valid_to
    left join returned
        on
            bsat_order_line.sales_order_id = returned.sales_order_id
            and bsat_order_line.line_number = returned.line_number
    where not bsat_order_line.is_gift_card
    group by cast(date_trunc('month', bsat_order_line.ordered_at) as date), supply_shares.supplier_id

)

select
    sale_month,
    supplier_id,
    sold_unit_count,
    returned_unit_count,
    {{ ratio('returned_unit_count', 'sold_unit_count') }} as return_rate
from shared_units

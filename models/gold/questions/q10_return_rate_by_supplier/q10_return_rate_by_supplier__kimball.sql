-- grain: one row per month of the sale and supplier
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }} where not is_cancelled and not is_gift_card

),

fct_returns as (

    select * from {{ ref('fct_returns') }}

),

bdg_product_suppliers as (

    select * from {{ ref('bdg_product_suppliers') }}

),

dim_supplier as (

    select
        *,
        case when {{ is_missing_key(['supplier_key']) }} then 'unknown' else supplier_id end as known_supplier_id
    from {{ ref('dim_supplier') }}

),

dim_order_date as (

    select * from {{ ref('dim_order_date') }}

),

sold as (

    select
        sales_order_id,
        product_durable_key,
        order_date_key,
        ordered_at,
        sum(quantity) as unit_count
    from fct_order_lines
    group by sales_order_id, product_durable_key, order_date_key, ordered_at

),

returned as (

    select
        sales_order_id,
        product_durable_key,
        sum(quantity) as unit_count
    from fct_returns
    group by sales_order_id, product_durable_key

),

shared_units as (

    select
        dim_order_date.order_month_date as sale_month,
        dim_supplier.known_supplier_id as supplier_id,
        cast(sum(sold.unit_count * bdg_product_suppliers.supply_weight) as decimal(18, 4)) as sold_unit_count,
        cast(
            sum(coalesce(returned.unit_count, 0) * bdg_product_suppliers.supply_weight) as decimal(18, 4)
        ) as returned_unit_count
    from sold
    left join returned
        on sold.sales_order_id = returned.sales_order_id and sold.product_durable_key = returned.product_durable_key
    inner join bdg_product_suppliers
        on
            sold.product_durable_key = bdg_product_suppliers.product_durable_key
            and sold.ordered_at >= bdg_product_suppliers.valid_from
            and sold.ordered_at < bdg_product_suppliers.valid_to
    inner join dim_supplier
        on bdg_product_suppliers.supplier_key = dim_supplier.supplier_key
    inner join dim_order_date
        on sold.order_date_key = dim_order_date.order_date_key
    group by dim_order_date.order_month_date, dim_supplier.known_supplier_id

)

select
    sale_month,
    supplier_id,
    sold_unit_count,
    returned_unit_count,
    {{ ratio('returned_unit_count', 'sold_unit_count') }} as return_rate
from shared_units

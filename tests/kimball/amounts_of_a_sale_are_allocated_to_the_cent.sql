-- The shares of what was given for a sale as a whole sum to it, rounded to cents, sale by sale.
with

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }} where is_current

),

allocated as (

    select
        sales_order_id,
        sum(allocated_order_discount_amount) as order_discount_amount,
        sum(allocated_shipping_amount) as shipping_amount,
        sum(allocated_tax_amount) as tax_amount
    from {{ ref('fct_order_lines') }}
    group by sales_order_id

)

select
    allocated.*,
    sales_order_versions.order_discount_amount as given_order_discount_amount,
    sales_order_versions.shipping_amount as given_shipping_amount,
    sales_order_versions.tax_amount as given_tax_amount
from allocated
inner join sales_order_versions
    on allocated.sales_order_id = sales_order_versions.sales_order_id
where allocated.order_discount_amount <> round(sales_order_versions.order_discount_amount, 2)
    or allocated.shipping_amount <> round(sales_order_versions.shipping_amount, 2)
    or allocated.tax_amount <> round(sales_order_versions.tax_amount, 2)

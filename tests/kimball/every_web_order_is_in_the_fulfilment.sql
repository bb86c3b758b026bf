-- The accumulating snapshot has one row for each web order that is there, and no other.
with

orders as (

    select sales_order_id
    from {{ ref('sales_order_versions') }}
    where is_current and sales_order_id like 'web|%'

),

fct_order_fulfilment as (

    select * from {{ ref('fct_order_fulfilment') }}

)

select
    orders.sales_order_id as ordered_sales_order_id,
    fct_order_fulfilment.sales_order_id
from orders
full join fct_order_fulfilment
    on orders.sales_order_id = fct_order_fulfilment.sales_order_id
where orders.sales_order_id is null or fct_order_fulfilment.sales_order_id is null

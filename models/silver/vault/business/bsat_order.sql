-- grain: one row per sale, web order or store receipt, as it is now
{{ config(materialized='view') }}

with

present as (

    select * from {{ ref('pit_order') }}
    where is_current

),

web_orders as (

    select
        present.order_hash_key,
        lnk_order.customer_hash_key,
        lnk_order.location_hash_key,
        lnk_order.ship_to_address_hash_key,
        lnk_order.bill_to_address_hash_key,
        headers.ordered_at,
        headers.ordered_local_date,
        statuses.order_status,
        headers.device,
        headers.currency_code,
        headers.order_discount_amount,
        headers.shipping_amount,
        headers.tax_amount,
        headers.ship_to_country_code,
        headers.bill_to_country_code,
        headers.is_express,
        headers.is_gift_wrapped,
        cast(null as {{ dbt.type_string() }}) as payment_method,
        cast(null as decimal(18, 4)) as total_amount
    from present
    inner join {{ ref('lnk_order') }} as lnk_order
        on present.lnk_order_hash_key = lnk_order.lnk_order_hash_key
    inner join {{ ref('sat_shop_order_header') }} as headers
        on present.order_hash_key = headers.order_hash_key and present.header_hash_diff = headers.hash_diff
    inner join {{ ref('sat_shop_order_status') }} as statuses
        on present.order_hash_key = statuses.order_hash_key and present.status_hash_diff = statuses.hash_diff

),

store_sales as (

    select
        present.order_hash_key,
        lnk_receipt.customer_hash_key,
        lnk_receipt.location_hash_key,
        {{ ghost_key() }} as ship_to_address_hash_key,
        {{ ghost_key() }} as bill_to_address_hash_key,
        receipts.sold_at as ordered_at,
        receipts.sold_local_date as ordered_local_date,
        'completed' as order_status,
        cast(null as {{ dbt.type_string() }}) as device,
        receipts.currency_code,
        receipts.receipt_discount_amount as order_discount_amount,
        cast(0 as decimal(18, 4)) as shipping_amount,
        receipts.tax_amount,
        cast(null as {{ dbt.type_string() }}) as ship_to_country_code,
        cast(null as {{ dbt.type_string() }}) as bill_to_country_code,
        cast(null as boolean) as is_express,
        cast(null as boolean) as is_gift_wrapped,
        receipts.payment_method,
        receipts.total_amount
    from present
    inner join {{ ref('lnk_receipt') }} as lnk_receipt
        on present.lnk_receipt_hash_key = lnk_receipt.lnk_receipt_hash_key
    inner join {{ ref('sat_pos_receipt') }} as receipts
        on present.order_hash_key = receipts.order_hash_key and present.receipt_hash_diff = receipts.hash_diff
    where receipts.receipt_type = 'sale'

),

sales as (

    select * from web_orders
    union all
    select * from store_sales

)

select
    sales.order_hash_key,
    sales.customer_hash_key,
    sales.location_hash_key,
    sales.ship_to_address_hash_key,
    sales.bill_to_address_hash_key,
    hub_order.collision_code || '|' || hub_order.order_id as sales_order_id,
    hub_order.collision_code as channel,
    hub_customer.collision_code || '|' || hub_customer.customer_id as party_id,
    hub_location.location_id,
    ship_to.address_id as ship_to_address_id,
    bill_to.address_id as bill_to_address_id,
    sales.ordered_at,
    sales.ordered_local_date,
    sales.order_status,
    sales.order_status = 'cancelled' as is_cancelled,
    sales.device,
    sales.currency_code,
    sales.order_discount_amount,
    sales.shipping_amount,
    sales.tax_amount,
    sales.ship_to_country_code,
    sales.bill_to_country_code,
    sales.is_express,
    sales.is_gift_wrapped,
    sales.payment_method,
    sales.total_amount
from sales
inner join {{ ref('hub_order') }} as hub_order
    on sales.order_hash_key = hub_order.order_hash_key
inner join {{ ref('hub_customer') }} as hub_customer
    on sales.customer_hash_key = hub_customer.customer_hash_key
inner join {{ ref('hub_location') }} as hub_location
    on sales.location_hash_key = hub_location.location_hash_key
inner join {{ ref('hub_address') }} as ship_to
    on sales.ship_to_address_hash_key = ship_to.address_hash_key
inner join {{ ref('hub_address') }} as bill_to
    on sales.bill_to_address_hash_key = bill_to.address_hash_key

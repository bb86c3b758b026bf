-- grain: one row per sale and version (sales_order_id, valid_from)
{{ config(pre_hook="{{ delete_sales_that_are_gone() }}", **replace_changed(['sales_order_id'])) }}

with

web_orders as (

    {{ touched_versions(ref('stg_shop__orders_history'), 'order_id') | indent }}

),

receipts as (

    select * from {{ ref('receipts_3nf_receipts') }}

),

store_sales as (

    select *
    from receipts
    where receipt_type = 'sale'
        and {{ is_new_row('receipts') }}

),

sales as (

    select
        'web|' || order_id as sales_order_id,
        customer_id,
        null as member_id,
        ordered_at,
        ordered_local_date,
        order_status,
        device,
        currency_code,
        order_discount_amount,
        shipping_amount,
        tax_amount,
        ship_to_address_id,
        bill_to_address_id,
        ship_to_country_code,
        bill_to_country_code,
        fulfilment_location_id as location_id,
        null as register_number,
        null as cashier_id,
        is_express,
        is_gift_wrapped,
        visitor_id,
        valid_from,
        valid_to,
        is_current,
        record_source,
        batch_date,
        changed_in_batch_date
    from web_orders

    union all

    select
        'store|' || receipt_id as sales_order_id,
        null as customer_id,
        member_id,
        sold_at as ordered_at,
        sold_local_date as ordered_local_date,
        'completed' as order_status,
        null as device,
        currency_code,
        receipt_discount_amount as order_discount_amount,
        cast(0 as decimal(18, 4)) as shipping_amount,
        tax_amount,
        null as ship_to_address_id,
        null as bill_to_address_id,
        null as ship_to_country_code,
        null as bill_to_country_code,
        location_id,
        register_number,
        cashier_id,
        null as is_express,
        null as is_gift_wrapped,
        null as visitor_id,
        sold_at as valid_from,
        {{ high_date() }} as valid_to,
        true as is_current,
        record_source,
        batch_date,
        changed_in_batch_date
    from store_sales

)

select
    sales_order_id,
    valid_from,
    customer_id,
    member_id,
    ordered_at,
    ordered_local_date,
    order_status,
    device,
    currency_code,
    order_discount_amount,
    shipping_amount,
    tax_amount,
    ship_to_address_id,
    bill_to_address_id,
    ship_to_country_code,
    bill_to_country_code,
    location_id,
    register_number,
    cashier_id,
    is_express,
    is_gift_wrapped,
    visitor_id,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from sales

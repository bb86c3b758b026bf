-- An order without a customer is an order.
with

expected (order_id, customer_id) as (

    values
    ('O9000007', null)

),

actual as (

    select order_id, customer_id
    from {{ ref('stg_shop__orders_history') }}
    where order_id = 'O9000007'
        and is_current

)
{{- challenge('guest_order', complete_on='2024-04-22') }}

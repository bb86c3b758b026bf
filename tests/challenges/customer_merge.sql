-- The merged account says which one survives; orders keep the account that they were placed with.
with

expected (order_id, customer_id, merged_into_customer_id) as (

    values
    ('O9000005', 'C900007', 'C900008'),
    ('O9000006', 'C900008', null)

),

actual as (

    select
        orders.order_id,
        orders.customer_id,
        customers.merged_into_customer_id
    from {{ ref('stg_shop__orders_history') }} as orders
    inner join {{ ref('stg_shop__customers_history') }} as customers
        on
            orders.customer_id = customers.customer_id
            and customers.is_current
    where orders.order_id in ('O9000005', 'O9000006')
        and orders.is_current

)
{{- challenge('customer_merge', complete_on='2025-03-05') }}

-- A customer who is delivered two days after her order holds from her own time on, and the dates of both
-- deliveries tell that she was late.
with

expected (order_batch_date, customer_batch_date, customer_valid_from) as (

    values
    (date '2024-03-18', date '2024-03-20', timestamp '2024-03-18 09:00:00')

),

actual as (

    select
        orders.batch_date as order_batch_date,
        customers.batch_date as customer_batch_date,
        customers.valid_from as customer_valid_from
    from {{ ref('stg_shop__orders_history') }} as orders
    inner join {{ ref('stg_shop__customers_history') }} as customers
        on orders.customer_id = customers.customer_id
    where orders.order_id = 'O9000002'

)
{{- challenge('late_dimension', complete_on='2024-03-20') }}

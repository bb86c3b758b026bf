-- A delivery that arrives after newer ones takes its place by the time of its changes.
with

expected (loyalty_tier, valid_from, valid_to, arrived_at) as (

    values
    ('silver', timestamp '2024-10-08 11:00:00', timestamp '2024-10-10 09:00:00', timestamp '2024-10-13 02:00:00'),
    ('gold', timestamp '2024-10-10 09:00:00', timestamp '9999-12-31 00:00:00', timestamp '2024-10-11 02:00:00')

),

actual as (

    select
        customers.loyalty_tier,
        customers.valid_from,
        customers.valid_to,
        deliveries.delivered_at as arrived_at
    from {{ ref('stg_shop__customers_history') }} as customers
    inner join {{ ref('stg_delivery_accounts') }} as deliveries
        on
            customers.record_source = deliveries.record_source
            and customers.batch_date = deliveries.batch_date
    where customers.customer_id = 'C900005'
        and customers.valid_from >= timestamp '2024-10-01 00:00:00'

)
{{- challenge('delivery_out_of_order', complete_on='2024-10-10') }}

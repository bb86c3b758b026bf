-- A whole delivery that is sent again is kept twice as delivered and changes no state.
with

expected (delivery_number, accepted_row_count, version_count) as (

    values
    (1, 2, 2),
    (2, 2, 2)

),

actual as (

    select
        deliveries.delivery_number,
        cast(deliveries.accepted_row_count as integer) as accepted_row_count,
        (
            select cast(count(*) as integer)
            from {{ ref('stg_shop__payments_history') }}
            where batch_date = date '2024-09-17'
        ) as version_count
    from {{ ref('stg_delivery_accounts') }} as deliveries
    where deliveries.record_source = 'shop.payments'
        and deliveries.batch_date = date '2024-09-17'

)
{{- challenge('delivery_sent_twice', complete_on='2024-09-17') }}

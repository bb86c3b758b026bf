-- A whole delivery that is sent again is kept twice as delivered and changes no state.
with

expected (delivery_number, all_accepted, one_version_each) as (

    values
    (1, true, true),
    (2, true, true)

),

versions as (

    select count(*) as version_count
    from {{ ref('stg_shop__payments_history') }}
    where batch_date = date '2024-09-17'

),

actual as (

    select
        deliveries.delivery_number,
        deliveries.accepted_row_count = deliveries.delivered_row_count as all_accepted,
        deliveries.accepted_row_count = versions.version_count as one_version_each
    from {{ ref('stg_delivery_accounts') }} as deliveries
    cross join versions
    where deliveries.record_source = 'shop.payments'
        and deliveries.batch_date = date '2024-09-17'

)
{{- challenge('delivery_sent_twice', complete_on='2024-09-17') }}

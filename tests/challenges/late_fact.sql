-- An order that is delivered five days late keeps the time at which it was placed.
with

expected (ordered_at, valid_from, batch_date) as (

    values
    (timestamp '2024-02-15 10:20:00', timestamp '2024-02-15 10:20:00', date '2024-02-20')

),

actual as (

    select ordered_at, valid_from, batch_date
    from {{ ref('stg_shop__orders_history') }}
    where order_id = 'O9000001'

)
{{- challenge('late_fact', complete_on='2024-02-20') }}

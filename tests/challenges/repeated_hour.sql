-- The hour that the clock shows twice is two instants, an hour apart.
with

expected (order_id, ordered_at, ordered_local_date) as (

    values
    ('O9000011', timestamp '2024-10-27 00:30:00', date '2024-10-27'),
    ('O9000012', timestamp '2024-10-27 01:30:00', date '2024-10-27')

),

actual as (

    select order_id, ordered_at, ordered_local_date
    from {{ ref('stg_shop__orders_history') }}
    where order_id in ('O9000011', 'O9000012')
        and is_current

)
{{- challenge('repeated_hour', complete_on='2024-10-27') }}

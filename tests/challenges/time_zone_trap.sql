-- A receipt of a Tokyo morning belongs to the day before by UTC, and to its own day by the store's clock.
with

expected (sold_at, sold_local_date, batch_date) as (

    values
    (timestamp '2024-06-30 23:30:00', date '2024-07-01', date '2024-06-30')

),

actual as (

    select sold_at, sold_local_date, batch_date
    from {{ ref('stg_pos__receipts_history') }}
    where receipt_id = 'R90000002'

)
{{- challenge('time_zone_trap', complete_on='2024-06-30') }}

-- An event that is delivered three days late stands between the events of its own time.
with

expected (event_id, occurred_at, batch_date) as (

    values
    ('E900000010', timestamp '2025-03-04 10:00:00', date '2025-03-04'),
    ('E900000011', timestamp '2025-03-04 10:10:00', date '2025-03-04'),
    ('E900000012', timestamp '2025-03-04 10:30:00', date '2025-03-07'),
    ('E900000013', timestamp '2025-03-04 10:50:00', date '2025-03-04'),
    ('E900000014', timestamp '2025-03-04 11:00:00', date '2025-03-04')

),

actual as (

    select event_id, occurred_at, batch_date
    from {{ ref('stg_web__events_history') }}
    where visitor_id = 'V90000000010'

)
{{- challenge('late_event', complete_on='2025-03-07') }}

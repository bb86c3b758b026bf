-- An event that a delivery holds twice is accepted once, and the other row is accounted for.
with

expected (verdict, row_count) as (

    values
    ('accepted', 1),
    ('duplicate', 1),
    ('version', 1)

),

actual as (

    select verdict, cast(count(*) as integer) as row_count
    from {{ ref('chk_web__events') }}
    where event_id = 'E900000001'
    group by verdict

    union all

    select 'version' as verdict, cast(count(*) as integer) as row_count
    from {{ ref('stg_web__events_history') }}
    where event_id = 'E900000001'

)
{{- challenge('duplicate_within_delivery', complete_on='2024-06-11') }}

-- Snapshots are kept by day for a month, by week for a quarter, by month for two years and by year before; the days
-- here are those at the bounds, where a rule is most easily one day off.
with

kept as (

    {{ snapshot_days("date '2020-01-01'", "date '2025-12-31'") | indent }}

),

expected as (

    select
        days.day,
        days.is_kept
    from (
        values
        (date '2025-12-31', true),
        (date '2025-12-01', true),
        (date '2025-11-30', false),
        (date '2025-11-24', true),
        (date '2025-10-06', true),
        (date '2025-09-29', false),
        (date '2025-09-01', true),
        (date '2024-01-01', true),
        (date '2023-12-01', false),
        (date '2023-01-01', true),
        (date '2020-01-01', true),
        (date '2019-01-01', false)
    ) as days (day, is_kept)

)

select
    expected.day,
    expected.is_kept
from expected
left join kept
    on expected.day = kept.snapshot_date
where expected.is_kept <> (kept.snapshot_date is not null)

-- Year, month and day as one number; no day and a day outside the calendar are reserved members. The same for the month
-- of a day, without the day.
with

cases (id, day, expected, expected_month) as (

    values
    (1, date '2024-01-31', 20240131, 202401),
    (2, cast(null as date), -3, -3),
    (3, date '2031-01-01', -4, -4),
    (4, date '2019-12-31', -4, -4),
    (5, date '2030-12-31', 20301231, 203012)

)

select *
from cases
where {{ date_key('day', when_absent='not_yet_available') }} <> expected
    or {{ month_key('day', when_absent='not_yet_available') }} <> expected_month

-- Year, month and day as one number; no day and a day outside the calendar are reserved members. The same for the month
-- of a day, without the day.
{%- set first_day = var('calendar').first_day | replace('-', '') %}
{%- set last_day = var('calendar').last_day | replace('-', '') %}

with

cases (id, day, expected, expected_month) as (

    values
    (1, {{ first_day_of_calendar() }}, {{ first_day }}, {{ first_day[:6] }}),
    (2, cast(null as date), -3, -3),
    (3, {{ last_day_of_calendar() }} + 1, -4, -4),
    (4, {{ first_day_of_calendar() }} - 1, -4, -4),
    (5, {{ last_day_of_calendar() }}, {{ last_day }}, {{ last_day[:6] }})

)

select *
from cases
where {{ date_key('day', when_absent='not_yet_available') }} <> expected
    or {{ month_key('day', when_absent='not_yet_available') }} <> expected_month

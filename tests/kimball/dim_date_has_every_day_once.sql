-- Every day from the first to the last, as many as the calendar has, and the four reserved members.
select
    count(date_day) as day_count,
    cast({{ last_day_of_calendar() }} - {{ first_day_of_calendar() }} as integer) + 1 as expected_day_count,
    count(*) - count(date_day) as reserved_count
from {{ ref('dim_date') }}
having count(date_day) <> cast({{ last_day_of_calendar() }} - {{ first_day_of_calendar() }} as integer) + 1
    or count(distinct date_day) <> count(date_day)
    or min(date_day) <> {{ first_day_of_calendar() }}
    or max(date_day) <> {{ last_day_of_calendar() }}
    or count(*) - count(date_day) <> {{ reserved_members() | length }}

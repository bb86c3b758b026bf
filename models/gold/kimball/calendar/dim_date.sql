-- grain: one row per day of the calendar, and one per reserved member
{{ config(materialized='table') }}

with

digits (digit) as (

    values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)

),

days as (

    select
        {{ first_day_of_calendar() }}
        + (ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit) as day
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands

),

calendar as (

    select
        day,
        cast(extract(year from day) as integer) as year_number,
        cast(extract(month from day) as integer) as month_number,
        cast(extract(day from day) as integer) as day_of_month,
        {{ iso_weekday('day') }} as weekday_number,
        cast(extract(year from {{ iso_thursday('day') }}) as integer) as iso_year,
        cast(extract(week from day) as integer) as iso_week,
        {{ fiscal_year('day') }} as fiscal_year
    from days
    where day <= {{ last_day_of_calendar() }}

),

fiscal as (

    select
        *,
        {{ fiscal_week('day', first_fiscal_day('fiscal_year')) }} as fiscal_week
    from calendar

),

real_days as (

    select
        {{ date_key('day') }} as date_key,
        day as date_day,
        cast(day as {{ dbt.type_string() }}) as date_label,
        weekday_number,
        case weekday_number
            when 1 then 'Monday'
            when 2 then 'Tuesday'
            when 3 then 'Wednesday'
            when 4 then 'Thursday'
            when 5 then 'Friday'
            when 6 then 'Saturday'
            when 7 then 'Sunday'
        end as weekday_name,
        weekday_number >= 6 as is_weekend,
        day_of_month,
        cast(day - make_date(year_number, 1, 1) as integer) + 1 as day_of_year,
        make_date(year_number, month_number, 1) as month_date,
        month_number,
        case month_number
            when 1 then 'January'
            when 2 then 'February'
            when 3 then 'March'
            when 4 then 'April'
            when 5 then 'May'
            when 6 then 'June'
            when 7 then 'July'
            when 8 then 'August'
            when 9 then 'September'
            when 10 then 'October'
            when 11 then 'November'
            when 12 then 'December'
        end as month_name,
        cast(extract(quarter from day) as integer) as quarter_number,
        year_number,
        iso_year,
        iso_week,
        day + (1 - weekday_number) as iso_week_date,
        fiscal_year,
        {{ fiscal_quarter('fiscal_week') }} as fiscal_quarter,
        {{ fiscal_period('fiscal_week') }} as fiscal_period,
        fiscal_week
    from fiscal

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_date_key(member.name) }} as date_key,
            '{{ member.label }}' as date_label
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    date_key,
    date_day,
    date_label,
    weekday_number,
    weekday_name,
    is_weekend,
    day_of_month,
    day_of_year,
    month_date,
    month_number,
    month_name,
    quarter_number,
    year_number,
    iso_year,
    iso_week,
    iso_week_date,
    fiscal_year,
    fiscal_quarter,
    fiscal_period,
    fiscal_week
from real_days

union all

select
    date_key,
    cast(null as date) as date_day,
    date_label,
    cast(null as integer) as weekday_number,
    cast(null as {{ dbt.type_string() }}) as weekday_name,
    cast(null as boolean) as is_weekend,
    cast(null as integer) as day_of_month,
    cast(null as integer) as day_of_year,
    cast(null as date) as month_date,
    cast(null as integer) as month_number,
    cast(null as {{ dbt.type_string() }}) as month_name,
    cast(null as integer) as quarter_number,
    cast(null as integer) as year_number,
    cast(null as integer) as iso_year,
    cast(null as integer) as iso_week,
    cast(null as date) as iso_week_date,
    cast(null as integer) as fiscal_year,
    cast(null as integer) as fiscal_quarter,
    cast(null as integer) as fiscal_period,
    cast(null as integer) as fiscal_week
from reserved_members

-- grain: one row per minute of a day, and one per reserved member
{{ config(materialized='table') }}

with

digits (digit) as (

    values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)

),

hours as (

    select ones.digit + 10 * tens.digit as hour_number
    from digits as ones
    cross join digits as tens
    where ones.digit + 10 * tens.digit < 24

),

minutes as (

    select ones.digit + 10 * tens.digit as minute_number
    from digits as ones
    cross join digits as tens
    where tens.digit < 6

),

times_of_day as (

    select
        hours.hour_number * 100 + minutes.minute_number as time_of_day_key,
        hours.hour_number,
        minutes.minute_number,
        lpad(cast(hours.hour_number as {{ dbt.type_string() }}), 2, '0') as hour_text,
        lpad(cast(minutes.minute_number as {{ dbt.type_string() }}), 2, '0') as minute_text,
        case
            when hours.hour_number < 6 then 'night'
            when hours.hour_number < 12 then 'morning'
            when hours.hour_number < 18 then 'afternoon'
            else 'evening'
        end as day_part
    from hours
    cross join minutes

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_date_key(member.name) }} as time_of_day_key,
            '{{ member.label }}' as time_label
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    time_of_day_key,
    hour_text || ':' || minute_text as time_label,
    hour_number,
    minute_number,
    hour_text || ':00 to ' || hour_text || ':59' as hour_label,
    day_part
from times_of_day

union all

select
    time_of_day_key,
    time_label,
    cast(null as integer) as hour_number,
    cast(null as integer) as minute_number,
    time_label as hour_label,
    time_label as day_part
from reserved_members

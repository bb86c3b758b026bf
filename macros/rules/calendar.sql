{#-
  Calendar rules. Days are expressions of type date; years and weeks are integers.

  The fiscal year is a 4-4-5 calendar: it begins on the first Monday of February and is named after the
  calendar year of that day. A quarter has 13 weeks, in periods of 4, 4 and 5. Some years have a 53rd
  week; the last period takes it in.

  first_day_of_calendar, last_day_of_calendar   the days that dim_date has, by var('calendar')
  date_key             20240131 for 2024-01-31; the reserved member when_absent for no day, bad_value for
                       a day that the calendar has not
  month_key            202401 for a day of January 2024; the reserved member of its date_key for no such day
  iso_weekday          1 for Monday to 7 for Sunday
  iso_thursday         the Thursday of a day's week: the ISO year of the week is its year
  first_fiscal_day     the day on which a fiscal year begins
  fiscal_year          the fiscal year of a day
  fiscal_week          1 to 53, counted from the first day of the fiscal year
  fiscal_quarter       1 to 4, by fiscal week
  fiscal_period        1 to 12, by fiscal week
-#}
{% macro first_day_of_calendar() -%}date '{{ var('calendar').first_day }}'{%- endmacro %}

{% macro last_day_of_calendar() -%}date '{{ var('calendar').last_day }}'{%- endmacro %}

{% macro date_key(day, when_absent='missing') -%}
    case
        when {{ day }} is null then {{ reserved_date_key(when_absent) }}
        when {{ day }} between {{ first_day_of_calendar() }} and {{ last_day_of_calendar() }}
            then cast(
                extract(year from {{ day }}) * 10000 + extract(month from {{ day }}) * 100 + extract(day from {{ day }})
                as integer
            )
        else {{ reserved_date_key('bad_value') }}
    end
{%- endmacro %}

{% macro month_key(day, when_absent='missing') -%}
    case
        when {{ day }} is null then {{ reserved_date_key(when_absent) }}
        when {{ day }} between {{ first_day_of_calendar() }} and {{ last_day_of_calendar() }}
            then cast(extract(year from {{ day }}) * 100 + extract(month from {{ day }}) as integer)
        else {{ reserved_date_key('bad_value') }}
    end
{%- endmacro %}

{% macro iso_weekday(day) -%}
    (mod(cast({{ day }} - date '1900-01-01' as integer), 7) + 1)
{%- endmacro %}

{% macro iso_thursday(day) -%}
    ({{ day }} + (4 - {{ iso_weekday(day) }}))
{%- endmacro %}

{% macro first_fiscal_day(year) -%}
    {%- set february = 'make_date(cast(' ~ year ~ ' as integer), 2, 1)' -%}
    ({{ february }} + mod(8 - {{ iso_weekday(february) }}, 7))
{%- endmacro %}

{% macro fiscal_year(day) -%}
    {%- set year = 'cast(extract(year from ' ~ day ~ ') as integer)' -%}
    (case when {{ day }} >= {{ first_fiscal_day(year) }} then {{ year }} else {{ year }} - 1 end)
{%- endmacro %}

{% macro fiscal_week(day, first_fiscal_day) -%}
    (cast({{ whole_times('cast(' ~ day ~ ' - ' ~ first_fiscal_day ~ ' as integer)', 7) }} as integer) + 1)
{%- endmacro %}

{% macro fiscal_quarter(week) -%}
    (case when {{ week }} <= 13 then 1 when {{ week }} <= 26 then 2 when {{ week }} <= 39 then 3 else 4 end)
{%- endmacro %}

{% macro fiscal_period(week) -%}
    {%- set week_of_quarter = '(' ~ week ~ ' - 13 * (' ~ fiscal_quarter(week) ~ ' - 1))' -%}
    (
        3 * ({{ fiscal_quarter(week) }} - 1)
        + case when {{ week_of_quarter }} <= 4 then 1 when {{ week_of_quarter }} <= 8 then 2 else 3 end
    )
{%- endmacro %}

{#-
  Rule: on which days the tables by calendar keep a snapshot, counted back from today: every day for 31 days,
  Mondays for 13 weeks, the first of each month for two years, and the first of January for ever. What is near is asked about
  by day, what is long ago by year; the number of snapshots grows with the logarithm of the time.

  is_snapshot_day(day, today)          a condition. Arguments: expressions of type date
  snapshot_days(first_day, today)      a query with snapshot_date, for the days from first_day to today
-#}
{% macro is_snapshot_day(day, today) -%}
    (
        {{ day }} > {{ today }} - 31
        or ({{ iso_weekday(day) }} = 1 and {{ day }} > {{ today }} - 91)
        or (extract(day from {{ day }}) = 1 and {{ day }} > {{ today }} - 731)
        or (extract(day from {{ day }}) = 1 and extract(month from {{ day }}) = 1)
    )
{%- endmacro %}

{% macro snapshot_days(first_day, today) -%}
    select day as snapshot_date
    from (
        {{ each_day(first_day, today) | indent(8) }}
    ) as days
    where {{ is_snapshot_day('day', today) }}
{%- endmacro %}

{#-
  Days and months counted, without a calendar table.

  each_day(first_day, last_day)        a query with day, from the first to the last; at most 10,000 days
  months_between(first_day, last_day)  how many months the month of last_day lies after that of first_day, an integer
  Arguments: expressions of type date; a scalar query in brackets will do.
-#}
{% macro each_day(first_day, last_day) -%}
    select day
    from (
        select {{ first_day }} + (ones.digit + 10 * tens.digit + 100 * hundreds.digit + 1000 * thousands.digit) as day
        from {% for place in ['ones', 'tens', 'hundreds', 'thousands'] -%}
            {{ 'cross join ' if not loop.first }}(values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as {{ place }} (digit)
        {% endfor -%}
    ) as numbered
    where day <= {{ last_day }}
{%- endmacro %}

{% macro months_between(first_day, last_day) -%}
    cast(
        (extract(year from {{ last_day }}) - extract(year from {{ first_day }})) * 12
        + extract(month from {{ last_day }}) - extract(month from {{ first_day }})
        as integer
    )
{%- endmacro %}

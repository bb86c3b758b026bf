{#-
  Key of the minute of the day in dim_time_of_day: 1405 for 14:05:00 to 14:05:59; the reserved member
  when_absent for no time. Arguments: at, a timestamp.
-#}
{% macro time_of_day_key(at, when_absent='missing') -%}
    case
        when {{ at }} is null then {{ reserved_date_key(when_absent) }}
        else cast(extract(hour from {{ at }}) * 100 + extract(minute from {{ at }}) as integer)
    end
{%- endmacro %}

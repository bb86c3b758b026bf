{#-
  Whole hours from one time to a later one, what is over dropped; null where either is. Arguments: expressions of
  type timestamp.
-#}
{% macro hours_between(earlier, later) -%}
    cast({{ whole_times(whole_seconds_between(earlier, later), 3600) }} as integer)
{%- endmacro %}

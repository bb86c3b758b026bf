{#-
  A percentile by nearest rank: the smallest of the values whose rank among them is at least percent % of their
  number. It is always one of the values, so no engine's interpolation or rounding has a say.

  Arguments: value; value_rank, from 1 by ascending value, ties in any order; value_count; expressions within one
    group. percent, an integer from 1 to 100. Returns: an aggregate.
-#}
{% macro nearest_rank(value, value_rank, value_count, percent) -%}
    min(case when {{ value_rank }} * 100 >= {{ value_count }} * {{ percent }} then {{ value }} end)
{%- endmacro %}

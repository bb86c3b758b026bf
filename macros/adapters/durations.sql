{#-
  Concept: how many whole seconds have passed from one time to a later one, as a bigint. Fractions of a
  second are dropped: 0 for less than a second.
-#}
{% macro whole_seconds_between(earlier, later) -%}{{ adapter.dispatch('whole_seconds_between')(earlier, later) }}{%- endmacro %}

{% macro duckdb__whole_seconds_between(earlier, later) -%}date_sub('second', {{ earlier }}, {{ later }}){%- endmacro %}
{% macro postgres__whole_seconds_between(earlier, later) -%}cast(trunc(extract(epoch from ({{ later }} - {{ earlier }}))) as bigint){%- endmacro %}
{% macro spark__whole_seconds_between(earlier, later) -%}timestampdiff(second, {{ earlier }}, {{ later }}){%- endmacro %}

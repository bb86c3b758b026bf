{#-
  Division that gives the same decimal on every engine: exact to ten places, then rounded half away
  from zero to scale places; null where the divisor is zero.
-#}
{% macro ratio(dividend, divisor, scale=4) -%}
    cast(cast(cast({{ dividend }} as decimal(28, 4)) / nullif({{ divisor }}, 0) as decimal(38, 10)) as decimal(18, {{ scale }}))
{%- endmacro %}

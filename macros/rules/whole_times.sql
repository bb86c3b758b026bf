{#-
  How many whole times the divisor is in a dividend of zero or more, exactly: both are integers, or
  decimals without places. What remains is mod(dividend, divisor).
-#}
{% macro whole_times(dividend, divisor) -%}
    {{ ratio('(' ~ dividend ~ ') - mod(' ~ dividend ~ ', ' ~ divisor ~ ')', divisor, 0) }}
{%- endmacro %}

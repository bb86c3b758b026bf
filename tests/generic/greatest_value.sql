{#-
  Judges the greatest value of a column, 0 where there is none, by the test's own warn_if and error_if: how far
  something may go before it is worth a look, and before it is wrong.
-#}
{% test greatest_value(model, column_name) %}
{{ config(fail_calc='coalesce(max(measured), 0)') }}

select {{ column_name }} as measured
from {{ model }}
where {{ column_name }} is not null

{% endtest %}

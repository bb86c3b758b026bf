{#-
  Condition: the row was computed after this model's last run; always true in a full refresh. For inputs
  with one row a key, where a row that is new is all there is to know about its key.

  Arguments: relation, the alias whose audit_loaded_at is meant.
-#}
{% macro is_new_row(relation) -%}
    {%- set last_load = last_written() -%}
    {%- if last_load -%}
    {{ relation }}.audit_loaded_at > cast('{{ last_load }}' as timestamp)
    {%- else -%}
    1 = 1
    {%- endif -%}
{%- endmacro %}

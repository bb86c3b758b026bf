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


{#-
  Condition: the row is of a key that an increment computes, one of the model's common table expression `touched`;
  always true in a full refresh. Put where rows are read first, it keeps an increment from reading histories whole.

  Arguments: key, the column, which has the same name in touched; relation, its alias where a row has several.
-#}
{% macro of_touched(key, relation=none) -%}
    {%- if is_incremental() -%}
    {{ relation ~ '.' if relation }}{{ key }} in (select {{ key }} from touched)
    {%- else -%}
    1 = 1
    {%- endif -%}
{%- endmacro %}


{#-
  The rows of a relation that are of touched keys, to be read more than once: what stands on them is found in the few
  rows of an increment, where each look into a history costs as much as the first. In a full refresh all rows, which are
  read anew each time.

  Arguments: relation, one that is stored; key, the column, which has the same name in touched.
  Returns: a query with all columns.
-#}
{% macro rows_of_touched(relation, key) -%}
    {%- if is_incremental() -%}{{ rows_with_key_in('touched', relation, key) }}{%- else -%}select * from {{ relation }}{%- endif -%}
{%- endmacro %}

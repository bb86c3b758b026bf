{#-
  A business key as the warehouse compares it: without blanks around it, empty as null, and folded to
  upper case where the key says so. Folding touches ASCII letters alone: upper() turns a German sharp
  s into different letters on different engines.
-#}
{% macro clean_key(column, fold=false) -%}
    {%- if fold -%}
    nullif(translate(trim(both ' ' from {{ column }}), 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), '')
    {%- else -%}
    nullif(trim(both ' ' from {{ column }}), '')
    {%- endif -%}
{%- endmacro %}

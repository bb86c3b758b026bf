{#-
  A business key as the warehouse compares it: without blanks around it, empty as null, and folded to
  upper case where the key says so. Folding touches ASCII letters alone (see ascii_upper).
-#}
{% macro clean_key(column, fold=false) -%}
    {%- set trimmed = "trim(both ' ' from " ~ column ~ ")" -%}
    nullif({{ ascii_upper(trimmed) if fold else trimmed }}, '')
{%- endmacro %}

{#-
  Concept: a table whose contract has a primary key is filled in the order of that key. DuckDB looks up each row that it
  inserts in the index of the key and in that of each parent, one after another; in order, it finds a row near where it
  found the last one. Sorting costs less than that saves: docs/decisions/011_keyed_tables_are_filled_in_order.md.

  in_order_of_key(query) gives the query of the model that is made, in the order of its primary key if it has one.
-#}
{% macro in_order_of_key(query) %}
    {%- for constraint in model.get('constraints') or [] if constraint.type == 'primary_key' and keys_are_enforced() -%}
        {{ return('select *\nfrom (\n' ~ query ~ '\n) as filled\norder by ' ~ constraint.columns | join(', ')) }}
    {%- endfor -%}
    {{ return(query) }}
{% endmacro %}

{#-
  An aggregate holds the same rows as view, table, incremental table and materialized view, each row as many times,
  in the same columns of the same types; audit_ columns aside.

  Arguments: aggregate, the name of its models without __view, __table, __incremental, __materialized_view.
  Gives a row each row that not all of them hold as often, with how often each does; where columns differ, these.
-#}
{% test serves_alike(model, aggregate) %}
    {%- set relations = [] -%}
    {%- for choice in ['view', 'table', 'incremental', 'materialized_view'] -%}
        {%- do relations.append(ref(aggregate ~ '__' ~ choice)) -%}
    {%- endfor -%}
    {%- set columns = columns_in_order(relations[0]) -%}
    {%- set unlike = [] -%}
    {%- for relation in relations -%}
        {%- set found = columns_in_order(relation) | rejectattr('name', 'equalto', 'audit_loaded_at') | list -%}
        {%- if found != columns -%}{%- do unlike.append(relation) -%}{%- endif -%}
    {%- endfor %}

{{ columns_that_differ(columns, unlike) if unlike else answers_that_differ(relations, columns) }}

{% endtest %}

{#-
  Concept: SQL, for a hook, that makes a table anew from a query, and its schema where there is none.
-#}
{% macro default__replace_table(relation, query) %}
    create schema if not exists {{ relation.schema }};
    drop table if exists {{ relation }};
    create table {{ relation }} as
    {{ query }}
{% endmacro %}

{#- A hook is one statement there. -#}
{% macro spark__replace_table(relation, query) %}
    {%- do run_query('create schema if not exists ' ~ relation.schema) -%}
    create or replace table {{ relation }} using iceberg as
    {{ query }}
{% endmacro %}

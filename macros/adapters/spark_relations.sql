{#-
  How Spark makes tables and views: Iceberg's, in the catalog that the profile names.

  A table is replaced in one step, so that a query that fails leaves the old one. The contract's types are given by a
  cast, for an expression of decimals has other precisions than on the other engines. A column that the contract does
  not name is left out: to ask Spark for the columns beforehand takes as long as to make a view, and a build on DuckDB
  refuses it. Constraints are not enforced; their tests are.
-#}
{% macro spark__create_table_as(temporary, relation, sql, language='sql') -%}
    create or replace table {{ relation }} using iceberg as
    {{ _as_promised(sql) if config.get('contract').enforced else sql }}
{%- endmacro %}

{% macro spark__create_view_as(relation, sql) -%}
    create or replace view {{ relation }} as
    {{ _as_promised(sql) if config.get('contract').enforced else sql }}
{%- endmacro %}

{#- Spark lists tables and views apart; dbt reads what each one is from the text in the fourth place. -#}
{% macro spark__list_relations_without_caching(relation) %}
    {%- set found = [] -%}
    {%- for row in run_query('show tables in ' ~ relation.schema).rows -%}
        {%- do found.append([row[0], row[1], false, 'Type: MANAGED\nProvider: iceberg\n']) -%}
    {%- endfor -%}
    {%- for row in run_query('show views in ' ~ relation.schema).rows -%}
        {%- do found.append([row[0], row[1], false, 'Type: VIEW\n']) -%}
    {%- endfor -%}
    {{ return(found) }}
{% endmacro %}

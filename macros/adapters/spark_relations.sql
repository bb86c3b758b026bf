{#-
  How Spark makes tables and views: Iceberg's, in the catalog that the profile names.

  A table is replaced in one step, so that a query that fails leaves the old one. The contract's types are given by a
  cast, for an expression of decimals has other precisions than on the other engines; what the contract does not name
  is refused. Constraints are not enforced; their tests are.
-#}
{% macro spark__create_table_as(temporary, relation, sql, language='sql') -%}
    create or replace table {{ relation }} using iceberg as
    {{ spark_promised(sql) }}
{%- endmacro %}

{% macro spark__create_view_as(relation, sql) -%}
    create or replace view {{ relation }} as
    {{ spark_promised(sql) }}
{%- endmacro %}

{% macro spark_promised(sql) -%}
    {%- if not config.get('contract').enforced -%}{{ return(sql) }}{%- endif -%}
    {%- set promised = model.columns.values() | map(attribute='name') | list -%}
    {%- set unpromised = get_columns_in_query(sql) | reject('in', promised) | list -%}
    {%- if unpromised -%}
        {%- do exceptions.raise_compiler_error(model.name ~ ' breaks its contract, which does not name ' ~ unpromised | join(', ')) -%}
    {%- endif -%}
    {{ return(_as_promised(sql)) }}
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

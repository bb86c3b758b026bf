{#-
  How PostgreSQL makes tables and views.

  It forgets the precision of a decimal in most expressions, and dbt gives the contract's types to tables alone: here a
  view with a contract has them too, and so have the rows of an increment, which are compared with the table's columns
  before they are written.

  It plans by what it knows of the tables that a query reads, and knows nothing of one that was just written until it
  has counted it: here that is done at once.
-#}
{% macro postgres__create_view_as(relation, sql) -%}
    {%- if config.get('contract').enforced -%}{%- set sql = _as_promised(sql) -%}{%- endif -%}
    {{ return(default__create_view_as(relation, sql)) }}
{%- endmacro %}

{% macro postgres__create_table_as(temporary, relation, sql) -%}
    {%- if temporary and config.get('contract').enforced -%}{%- set sql = _as_promised(sql) -%}{%- endif -%}
    {{ dbt.postgres__create_table_as(temporary, relation, sql) }}
    analyze {{ relation }}
{%- endmacro %}

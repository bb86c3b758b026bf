{#-
  Concept: an import, `name as (select * from relation)`, is no step of its own: the relation is read where the
  query uses it, and of it the columns and rows that are used there. DuckDB otherwise copies what an import
  gives once a query names it twice, and reads the copy: in an increment, which touches few rows of a
  history, that is nearly all that it does. No other common table expression is changed.

  read_where_used(query) is applied to every table that is made on DuckDB. A view keeps its imports: a file that
  DuckDB 1.4 can open does not hold the word.
-#}
{% macro read_where_used(query) %}
    {{ return(modules.re.sub(
        '\\b(\\w+) as \\(\\s*(select \\* from "[^"]+"\\."[^"]+"\\."[^"]+"(?:\\s+where [^()]*)?)\\s*\\)',
        '\\1 as not materialized (\n    \\2\n)',
        query
    )) }}
{% endmacro %}

{#- As dbt-duckdb makes them, whose materializations name more arguments. -#}
{% macro duckdb__create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- if language == 'sql' -%}
        {%- set compiled_code = read_where_used(compiled_code) -%}
        {%- if not temporary -%}{%- set compiled_code = in_order_of_key(compiled_code) -%}{%- endif -%}
    {%- endif -%}
    {{ dbt.duckdb__create_table_as(temporary, relation, compiled_code, language, **kwargs) }}
{%- endmacro %}

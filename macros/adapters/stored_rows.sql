{#-
  Concept: the rows of a table that have a key of another one, to be compared and perhaps deleted within one
  transaction. DuckDB knows a row by its rowid: it reads the keys of all rows, the other columns of those that it wants
  alone, and finds them again without looking at their keys.

  stored_rows(target, given, key, columns)            query for the columns of the rows of target whose key is in given
  rows_with_key_in(given, relation, key)              query for all columns of the rows of a stored relation whose key, one
                                                      column, is in given
  delete_stored_rows(target, stored, removed, key)    statement that deletes, of the rows of target that stored_rows()
                                                      gave as the table stored, those whose key is in removed
-#}
{% macro stored_rows(target, given, key, columns) -%}
    {{ adapter.dispatch('stored_rows')(target, given, key, columns) }}
{%- endmacro %}

{% macro rows_with_key_in(given, relation, key) -%}
    {{ adapter.dispatch('rows_with_key_in')(given, relation, key) }}
{%- endmacro %}

{% macro delete_stored_rows(target, stored, removed, key) -%}
    {{ adapter.dispatch('delete_stored_rows')(target, stored, removed, key) }}
{%- endmacro %}

{% macro default__stored_rows(target, given, key, columns) -%}
    select {{ columns | join(', ') }}
    from {{ target }} as stored
    where {{ _has_key_in(given, key, 'stored') }}
{%- endmacro %}

{% macro default__delete_stored_rows(target, stored, removed, key) -%}
    delete from {{ target }}
    where {{ _has_key_in(removed, key, target) }}
{%- endmacro %}

{% macro default__rows_with_key_in(given, relation, key) -%}
    select * from {{ relation }} where {{ key }} in (select {{ key }} from {{ given }})
{%- endmacro %}

{% macro duckdb__rows_with_key_in(given, relation, key) -%}
    select *
    from {{ relation }}
    where rowid in (select rowid from {{ relation }} where {{ key }} in (select {{ key }} from {{ given }}))
{%- endmacro %}

{% macro duckdb__stored_rows(target, given, key, columns) -%}
    select
        rowid as stored_rowid,
        {{ columns | join(', ') }}
    from {{ target }}
    where rowid in (select rowid from {{ target }} as stored where {{ _has_key_in(given, key, 'stored') }})
{%- endmacro %}

{% macro duckdb__delete_stored_rows(target, stored, removed, key) -%}
    delete from {{ target }}
    where rowid in (select stored_rowid from {{ stored }} as stored where {{ _has_key_in(removed, key, 'stored') }})
{%- endmacro %}

{#- Condition: the row's key is in a relation. The first column alone is looked up first, which is quick. -#}
{% macro _has_key_in(relation, key, row) -%}
    {{ row }}.{{ key[0] }} in (select {{ key[0] }} from {{ relation }})
    {%- if key | length > 1 %}
    and exists (select 1 from {{ relation }} as wanted where {{ _same_key(key, 'wanted', row) }})
    {%- endif %}
{%- endmacro %}

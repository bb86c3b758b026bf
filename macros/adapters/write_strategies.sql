{#-
  Concept: how a model's new rows meet the rows that are there. A model says what it means and the
  engine's materialization follows, as in  config(**append_only()) .

  append_only()        new rows are added; the model selects only rows that are not there yet
  replace_by(columns)  all rows that share these columns with a new row are replaced by the new rows
  replace_all()        where there are new rows they replace all that is there; where there are none,
                       nothing changes
  upsert(key)          a row is updated where its key is there, else added
  upsert_parent(key, fixed)
                       the same for a table that foreign keys point to: rows that did not change are not
                       written, and the key and the fixed columns are never set
  replace_changed(columns)
                       as replace_by, but rows that share these columns and are all as before stay
-#}
{% macro append_only() %}{{ return(adapter.dispatch('append_only')()) }}{% endmacro %}
{% macro replace_by(columns) %}{{ return(adapter.dispatch('replace_by')(columns)) }}{% endmacro %}
{% macro replace_all() %}{{ return(adapter.dispatch('replace_all')()) }}{% endmacro %}
{% macro upsert(key) %}{{ return(adapter.dispatch('upsert')(key)) }}{% endmacro %}
{% macro upsert_parent(key, fixed=[]) %}{{ return(adapter.dispatch('upsert_parent')(key, fixed)) }}{% endmacro %}
{% macro replace_changed(columns) %}{{ return(adapter.dispatch('replace_changed')(columns)) }}{% endmacro %}

{% macro default__append_only() %}
    {{ return({'materialized': 'incremental', 'incremental_strategy': 'append', 'on_schema_change': 'fail'}) }}
{% endmacro %}

{% macro default__replace_by(columns) %}
    {{ return({'materialized': 'incremental', 'incremental_strategy': 'replace_by', 'unique_key': columns, 'on_schema_change': 'fail'}) }}
{% endmacro %}

{% macro default__replace_all() %}
    {{ return({'materialized': 'incremental', 'incremental_strategy': 'replace_all', 'on_schema_change': 'fail'}) }}
{% endmacro %}

{% macro default__upsert(key) %}
    {{ return({'materialized': 'incremental', 'incremental_strategy': 'merge', 'unique_key': key, 'on_schema_change': 'fail'}) }}
{% endmacro %}

{% macro default__upsert_parent(key, fixed) %}
    {{ return({
        'materialized': 'incremental', 'incremental_strategy': 'upsert_parent', 'unique_key': key,
        'fixed_columns': fixed, 'on_schema_change': 'fail',
    }) }}
{% endmacro %}

{% macro default__replace_changed(columns) %}
    {{ return({'materialized': 'incremental', 'incremental_strategy': 'replace_changed', 'unique_key': columns, 'on_schema_change': 'fail'}) }}
{% endmacro %}

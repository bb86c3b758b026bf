{#-
  How a snapshot on Spark takes in what has changed. dbt-spark's own statement looks up a new state by its id too, which
  consists of key and time: a state that was found otherwise at the time of the one before, since an extract came late,
  would meet that one a second time, and Spark refuses a merge in which two rows meet one.
-#}
{% macro spark__snapshot_merge_sql(target, source, insert_cols) -%}
    {%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
    merge into {{ target }} as stored
    using {{ source.identifier }} as found
    on found.{{ columns.dbt_scd_id }} = stored.{{ columns.dbt_scd_id }}
        and found.dbt_change_type in ('update', 'delete')
        and stored.{{ columns.dbt_valid_to }} = {{ config.get('dbt_valid_to_current') }}
    when matched then update set stored.{{ columns.dbt_valid_to }} = found.{{ columns.dbt_valid_to }}
    when not matched and found.dbt_change_type = 'insert' then insert *
{%- endmacro %}

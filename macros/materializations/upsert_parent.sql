{#-
  Incremental strategy behind upsert_parent(): inserts the new keys and updates the rows that changed, in
  place. A row that is the same as before, audit_ columns aside, is not written. The key is never set, nor
  are the columns that the model names in fixed_columns: DuckDB turns an update of an indexed column into a
  deletion, and refuses to delete the parent of a foreign key.
-#}
{% macro get_incremental_upsert_parent_sql(arg_dict) %}
    {%- set key = [arg_dict['unique_key']] if arg_dict['unique_key'] is string else arg_dict['unique_key'] -%}
    {%- set fixed = key + config.get('fixed_columns', []) -%}
    {%- set names = arg_dict['dest_columns'] | map(attribute='name') | list -%}

    merge into {{ arg_dict['target_relation'] }} as present
    using {{ arg_dict['temp_relation'] }} as upserted
    on {{ _same_key(key, 'present', 'upserted') }}
    when matched and (
        {% for column in names if column not in key and not column.startswith('audit_') %}present.{{ column }} is distinct from upserted.{{ column }}{{ ' or ' if not loop.last }}{% endfor %}
    ) then update set
        {% for column in names if column not in fixed %}{{ column }} = upserted.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
    when not matched then insert ({{ names | join(', ') }})
    values ({% for column in names %}upserted.{{ column }}{{ ', ' if not loop.last }}{% endfor %})
{% endmacro %}

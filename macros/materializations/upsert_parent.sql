{#-
  Incremental strategy behind upsert_parent(): inserts the new keys and updates the rows that changed, in
  place. A row that is the same as before, audit_ columns aside, is not written. The key is never set, nor
  are the columns that the model names in fixed_columns: DuckDB turns an update of an indexed column into a
  deletion, and refuses to delete the parent of a foreign key.
-#}
{% macro get_incremental_upsert_parent_sql(arg_dict) %}
    {%- set target = arg_dict['target_relation'] -%}
    {%- set source = arg_dict['temp_relation'] -%}
    {%- set key = [arg_dict['unique_key']] if arg_dict['unique_key'] is string else arg_dict['unique_key'] -%}
    {%- set fixed = key + config.get('fixed_columns', []) -%}
    {%- set names = arg_dict['dest_columns'] | map(attribute='name') | list -%}
    {%- set columns = get_quoted_csv(names) -%}

    insert into {{ target }} ({{ columns }})
    select {{ columns }}
    from {{ source }} as upserted
    where not exists (
        select 1 from {{ target }} as present
        where {% for column in names if not column.startswith('audit_') %}present.{{ column }} is not distinct from upserted.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
    )
    on conflict ({{ key | join(', ') }}) do update set
        {% for column in names if column not in fixed %}{{ column }} = excluded.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
{% endmacro %}

{#-
  Incremental strategy behind replace_by(): deletes the rows that share the unique_key columns with a
  new row, then inserts the new rows, in the materialization's transaction. dbt's delete+insert joins
  every old row of a key with every new one; here each key is looked up once.
-#}
{% macro get_incremental_replace_by_sql(arg_dict) %}
    {%- set target = arg_dict['target_relation'] -%}
    {%- set source = arg_dict['temp_relation'] -%}
    {%- set key = [arg_dict['unique_key']] if arg_dict['unique_key'] is string else arg_dict['unique_key'] -%}
    {%- set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}

    delete from {{ target }}
    where exists (
        select 1
        -- distinct: a key has many new rows
        from (select distinct {{ key | join(', ') }} from {{ source }}) as replaced
        where {% for column in key %}replaced.{{ column }} = {{ target }}.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
    );

    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ source }}
{% endmacro %}

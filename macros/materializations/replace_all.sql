{#-
  Incremental strategy behind replace_all(): where the model's query gives rows, they replace all rows
  there are, in the materialization's transaction; where it gives none, nothing changes.
-#}
{% macro get_incremental_replace_all_sql(arg_dict) %}
    {%- set target = arg_dict['target_relation'] -%}
    {%- set source = arg_dict['temp_relation'] -%}
    {%- set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}

    delete from {{ target }}
    where exists (select 1 from {{ source }});

    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ source }}
{% endmacro %}

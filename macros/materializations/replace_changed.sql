{#-
  Incremental strategy behind replace_changed(): of the keys that the model's query gives, those whose rows
  are all as they were are left alone; the rows of the others are replaced. audit_ columns do not count, but
  for audit_key, which says how good a row's members are. What reads the model incrementally then sees only
  what really changed: a full extract that repeats itself every week touches nothing downstream.
-#}
{% macro get_incremental_replace_changed_sql(arg_dict) %}
    {%- set target = arg_dict['target_relation'] -%}
    {%- set source = arg_dict['temp_relation'] -%}
    {%- set key = [arg_dict['unique_key']] if arg_dict['unique_key'] is string else arg_dict['unique_key'] -%}
    {%- set names = arg_dict['dest_columns'] | map(attribute='name') | list -%}
    {%- set columns = get_quoted_csv(names) -%}
    {%- set compared = [] -%}
    {%- for column in names if column == 'audit_key' or not column.startswith('audit_') -%}{%- do compared.append(adapter.quote(column)) -%}{%- endfor -%}
    {%- set stored = source.incorporate(path={'identifier': source.identifier ~ '_stored'}) -%}
    {%- set changed = source.incorporate(path={'identifier': source.identifier ~ '_changed'}) %}

    create temporary table {{ stored }} as
    {{ stored_rows(target, source, key, compared) }};

    create temporary table {{ changed }} as
    select {{ key | join(', ') }}
    from (
        (select {{ compared | join(', ') }} from {{ source }} except select {{ compared | join(', ') }} from {{ stored }})
        union all
        (select {{ compared | join(', ') }} from {{ stored }} except select {{ compared | join(', ') }} from {{ source }})
    ) as differences
    group by {{ key | join(', ') }};

    {{ delete_stored_rows(target, stored, changed, key) }};

    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ source }} as given
    where exists (select 1 from {{ changed }} as changed where {{ _same_key(key, 'changed', 'given') }});

    drop table {{ changed }};

    drop table {{ stored }}
{% endmacro %}

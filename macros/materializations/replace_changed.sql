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
    {%- set compared = compared | join(', ') -%}
    {%- set changed = source.incorporate(path={'identifier': source.identifier ~ '_changed'}) %}

    create temporary table {{ changed }} as
    -- only rows of the given keys are compared; the others are read for their key alone
    with present as (
        select {{ compared }} from {{ target }} as stored
        where {{ key[0] }} in (select {{ key[0] }} from {{ source }})
            {%- if key | length > 1 %}
            and exists (select 1 from {{ source }} as given where {{ _same_key(key, 'given', 'stored') }})
            {%- endif %}
    )
    select {{ key | join(', ') }}
    from (
        (select {{ compared }} from {{ source }} except select {{ compared }} from present)
        union all
        (select {{ compared }} from present except select {{ compared }} from {{ source }})
    ) as differences
    group by {{ key | join(', ') }};

    delete from {{ target }}
    where {{ key[0] }} in (select {{ key[0] }} from {{ changed }})
        {%- if key | length > 1 %}
        and exists (select 1 from {{ changed }} as changed where {{ _same_key(key, 'changed', target) }})
        {%- endif %};

    insert into {{ target }} ({{ columns }})
    select {{ columns }} from {{ source }} as given
    where exists (select 1 from {{ changed }} as changed where {{ _same_key(key, 'changed', 'given') }});

    drop table {{ changed }}
{% endmacro %}

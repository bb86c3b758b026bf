{#-
  Incremental models on Spark. dbt-spark's own materialization knows no strategies but its own, and reads the new rows
  from a view while it writes what that view reads. Here the new rows are computed once, into a table beside the model's,
  and one statement brings them in: readers see the rows before or the rows after, and a run that is killed leaves the
  rows before.
-#}
{% materialization incremental, adapter='spark' %}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}

    {%- if existing is none or existing.is_view or should_full_refresh() -%}
        {%- do spark_replace_table(existing) -%}
    {%- else -%}
        {%- set strategy = config.get('incremental_strategy') -%}
        {%- set new_rows = this.incorporate(path={'identifier': this.identifier ~ '__new_rows'}, type='table') -%}
        {%- do run_query(create_table_as(false, new_rows, sql)) -%}
        {%- set columns = adapter.get_columns_in_relation(new_rows) -%}
        {%- set names = columns | map(attribute='name') | list -%}
        {%- set stored = adapter.get_columns_in_relation(target_relation) | map(attribute='name') | list -%}
        {%- if names | sort != stored | sort -%}
            {%- do exceptions.raise_compiler_error(
                this ~ ' has the columns ' ~ stored | sort | join(', ') ~ '; its query now gives ' ~ names | sort | join(', ')
                ~ '. Build it anew: dbt build --full-refresh -s ' ~ model.name ~ '+'
            ) -%}
        {%- endif -%}
        {%- set key = config.get('unique_key') or [] -%}
        {%- call statement('main') -%}
            {{ spark_write(strategy, target_relation, new_rows, columns, [key] if key is string else key) }}
        {%- endcall -%}
        {%- do run_query('drop table ' ~ new_rows ~ ' purge') -%}
    {%- endif -%}

    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{#-
  The statement that brings the new rows in, by the strategies of macros/adapters/write_strategies.sql. Those that
  replace rows merge the new ones along with a row a key that is to go: it meets the stored rows of its key, which are
  deleted, and a new row meets none, so that it is inserted.
-#}
{% macro spark_write(strategy, target_relation, new_rows, columns, key) %}
    {%- set names = columns | map(attribute='name') | list -%}
    {%- set listed = names | join(', ') -%}
    {%- if strategy == 'append' -%}
        insert into {{ target_relation }} ({{ listed }})
        select {{ listed }} from {{ new_rows }}
    {%- elif strategy in ('merge', 'upsert_parent') -%}
        {%- set kept = key + config.get('fixed_columns', []) -%}
        {%- set compared = names | reject('in', kept) | list if strategy == 'merge' else _not_audit(names) | reject('in', key) | list -%}
        merge into {{ target_relation }} as stored
        using {{ new_rows }} as given
        on {{ _same_key(key, 'stored', 'given') }}
        when matched{% if strategy == 'upsert_parent' %} and (
            {% for column in compared %}stored.{{ column }} is distinct from given.{{ column }}{{ ' or ' if not loop.last }}{% else %}false{% endfor %}
        ){% endif %} then update set
            {% for column in names if column not in kept %}stored.{{ column }} = given.{{ column }}{{ ', ' if not loop.last }}{% endfor %}
        when not matched then insert ({{ listed }}) values ({% for column in names %}given.{{ column }}{{ ', ' if not loop.last }}{% endfor %})
    {%- else -%}
        merge into {{ target_relation }} as stored
        using (
            {%- if strategy == 'replace_by' %}
            select {{ listed }}, false as is_gone from {{ new_rows }}
            union all
            select {{ _or_null(columns, key) }}, true as is_gone from {{ new_rows }} group by {{ key | join(', ') }}
            {%- elif strategy == 'replace_all' %}
            select {{ listed }}, false as is_gone from {{ new_rows }}
            union all
            select {{ _or_null(columns, []) }}, true as is_gone from (select 1 from {{ new_rows }} limit 1) as any_row
            {%- elif strategy == 'replace_changed' %}
            {%- set compared = _not_audit(names) | join(', ') %}
            with given as (select * from {{ new_rows }}),
            present as (
                select {{ compared }} from {{ target_relation }} as kept
                where exists (select 1 from given where {{ _same_key(key, 'given', 'kept') }})
            ),
            changed as (
                select {{ key | join(', ') }}
                from (
                    (select {{ compared }} from given except select {{ compared }} from present)
                    union all
                    (select {{ compared }} from present except select {{ compared }} from given)
                ) as differences
                group by {{ key | join(', ') }}
            )
            select {{ listed }}, false as is_gone from given
            where exists (select 1 from changed where {{ _same_key(key, 'changed', 'given') }})
            union all
            select {{ _or_null(columns, key) }}, true as is_gone from changed
            {%- else -%}
                {%- do exceptions.raise_compiler_error("No such strategy on Spark: " ~ strategy) -%}
            {%- endif %}
        ) as given
        on given.is_gone{% for column in key %} and stored.{{ column }} = given.{{ column }}{% endfor %}
        when matched then delete
        when not matched and not given.is_gone then insert ({{ listed }}) values ({% for column in names %}given.{{ column }}{{ ', ' if not loop.last }}{% endfor %})
    {%- endif -%}
{% endmacro %}

{#- The names without those that a comparison of rows leaves out; see replace_changed.sql. -#}
{% macro _not_audit(names) %}
    {%- set compared = [] -%}
    {%- for name in names if name == 'audit_key' or not name.startswith('audit_') -%}{%- do compared.append(name) -%}{%- endfor -%}
    {{ return(compared) }}
{% endmacro %}

{#- The select list of a row that has these columns alone. -#}
{% macro _or_null(columns, present) %}
    {%- set listed = [] -%}
    {%- for column in columns -%}
        {%- do listed.append(column.name if column.name in present else 'cast(null as ' ~ column.dtype ~ ') as ' ~ column.name) -%}
    {%- endfor -%}
    {{ return(listed | join(', ')) }}
{% endmacro %}

{#-
  PostgreSQL has materialized views, and dbt refreshes them. What dbt leaves out is put right here: a
  changed definition, which it takes for none and refreshes by the old SQL; the rows, where only an index has
  changed; the model's contract; readers, who need not wait where the view has a unique index; and views that
  go with what they read (check_materialized_views); and the view's columns, which dbt asks the information schema for,
  where there are none. A constraint of the contract is not enforced here (say so by
  warn_unsupported: false). The config that tells what a refresh on DuckDB may leave out (group_keys, inputs) has
  no meaning here: PostgreSQL always computes all. The definition is known by the last line of the view's comment.
-#}
{% macro postgres__get_create_materialized_view_as_sql(relation, sql) %}
    {%- if config.get('contract').enforced -%}{%- do get_assert_columns_equivalent(sql) -%}{%- endif -%}
    create materialized view if not exists {{ relation }} as {{ _as_promised(sql) if config.get('contract').enforced else sql }};
    {% for index in config.get('indexes', []) %}
    {{ get_create_index_sql(relation, index) }};
    {% endfor %}
    comment on materialized view {{ relation }} is '{{ _definition_comment(sql) }}'
{% endmacro %}

{% macro postgres__get_materialized_view_configuration_changes(existing_relation, new_config) %}
    {%- set known = run_query("select obj_description('" ~ existing_relation ~ "'::regclass, 'pg_class')").rows[0][0] -%}
    {%- if not (known or '').endswith(_definition_comment(sql)) -%}
        {%- if config.get('on_configuration_change') == 'apply' -%}{%- do _refuse_to_lose_views([model]) -%}{%- endif -%}
        {{ return({'requires_full_refresh': true, 'indexes': []}) }}
    {%- endif -%}
    {{ return(dbt.postgres__get_materialized_view_configuration_changes(existing_relation, new_config)) }}
{% endmacro %}

{% macro postgres__get_alter_materialized_view_as_sql(relation, configuration_changes, sql, existing_relation, backup_relation, intermediate_relation) %}
    {{ dbt.postgres__get_alter_materialized_view_as_sql(relation, configuration_changes, sql, existing_relation, backup_relation, intermediate_relation) }}
    {%- if not configuration_changes.requires_full_refresh %};
    {{ refresh_materialized_view(relation) }}
    {%- endif -%}
{% endmacro %}

{% macro postgres__refresh_materialized_view(relation) %}
    refresh materialized view {{ 'concurrently' if config.get('indexes', []) | selectattr('unique', 'defined') | selectattr('unique') | list }} {{ relation }}
{% endmacro %}

{% macro postgres__alter_relation_comment(relation, comment) %}
    {%- if relation.type == 'materialized_view' -%}{%- set comment = comment ~ '\n' ~ _definition_comment(sql) -%}{%- endif -%}
    {{ return(dbt.postgres__alter_relation_comment(relation, comment)) }}
{% endmacro %}

{% macro postgres__get_columns_in_relation(relation) -%}
    {%- call statement('get_columns_in_relation', fetch_result=true) %}
        select
            attname as column_name,
            format_type(atttypid, null) as data_type,
            information_schema._pg_char_max_length(atttypid, atttypmod) as character_maximum_length,
            information_schema._pg_numeric_precision(atttypid, atttypmod) as numeric_precision,
            information_schema._pg_numeric_scale(atttypid, atttypmod) as numeric_scale
        from pg_attribute
        where attrelid = to_regclass('{{ relation.include(database=false) if relation.schema else relation.identifier }}')
            and attnum > 0
            and not attisdropped
        order by attnum
    {%- endcall -%}
    {{ return(sql_convert_columns_in_relation(load_result('get_columns_in_relation').table)) }}
{%- endmacro %}

{% macro _definition_comment(sql) -%}definition {{ local_md5([sql | trim, promised_columns()] | string) }}{%- endmacro %}


{#-
  Runs before anything else (on-run-start): on PostgreSQL, what dbt replaces takes the views with it that read
  it, materialized ones too. Those that the run selects are made anew; if there are others, the run stops before
  anything is replaced, with the selection that works. Where replacing takes nothing along, there is nothing to check.
-#}
{% macro check_materialized_views() %}
    {%- if execute and flags.WHICH in ('build', 'run', 'seed') -%}{%- do adapter.dispatch('check_materialized_views')() -%}{%- endif -%}
{% endmacro %}

{% macro default__check_materialized_views() %}{% endmacro %}

{% macro postgres__check_materialized_views() %}
    {%- set replaced = [] -%}
    {%- for node in graph.nodes.values() if node.unique_id in selected_resources -%}
        {%- set is_rebuilt = flags.FULL_REFRESH if node.config.full_refresh is none else node.config.full_refresh -%}
        {%- if node.config.materialized in ('table', 'view') or is_rebuilt -%}{%- do replaced.append(node) -%}{%- endif -%}
    {%- endfor -%}
    {%- do _refuse_to_lose_views(replaced) -%}
{% endmacro %}

{#- Stops where a materialized view of this project, which the run does not select, would go with a node that it replaces. -#}
{% macro _refuse_to_lose_views(replaced) %}
    {%- set query %}
        with recursive

        -- a view reads what its rule depends on
        readings as (

            -- distinct: it depends on each column
            select distinct
                rules.ev_class as view_id,
                depends.refobjid as read_id
            from pg_depend as depends
            inner join pg_rewrite as rules
                on depends.objid = rules.oid
            where depends.classid = 'pg_rewrite'::regclass
                and depends.refclassid = 'pg_class'::regclass
                and depends.refobjid <> rules.ev_class

        ),

        reached as (

            select view_id, read_id from readings
            union
            select reached.view_id, readings.read_id
            from reached
            inner join readings
                on reached.read_id = readings.view_id

        )

        select
            view_schemas.nspname as view_schema,
            views.relname as view_name,
            read_schemas.nspname as read_schema,
            reads.relname as read_name
        from reached
        inner join pg_class as views
            on reached.view_id = views.oid
        inner join pg_namespace as view_schemas
            on views.relnamespace = view_schemas.oid
        inner join pg_class as reads
            on reached.read_id = reads.oid
        inner join pg_namespace as read_schemas
            on reads.relnamespace = read_schemas.oid
        where views.relkind = 'm'
        order by 1, 2, 3, 4
    {% endset -%}
    {%- set by_name = {} -%}
    {%- for node in replaced -%}{%- do by_name.update({node.schema ~ '.' ~ node.alias: node.name}) -%}{%- endfor -%}
    {%- set kept = [] -%}
    {%- for node in graph.nodes.values() if node.config.materialized == 'materialized_view' and node.unique_id not in selected_resources -%}
        {%- do kept.append(node.schema ~ '.' ~ node.alias) -%}
    {%- endfor -%}
    {%- set problems, parents = [], [] -%}
    {%- for row in run_query(query).rows -%}
        {%- set view, read = row.view_schema ~ '.' ~ row.view_name, row.read_schema ~ '.' ~ row.read_name -%}
        {%- if view in kept and read in by_name -%}
            {%- do problems.append(view ~ ' reads ' ~ read ~ ' and is not selected') -%}
            {%- if by_name[read] not in parents -%}{%- do parents.append(by_name[read]) -%}{%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if problems -%}
        {%- do exceptions.raise_compiler_error(
            "What dbt replaces on PostgreSQL takes the materialized views with it that read it, so it was not replaced:\n  - "
            ~ problems | join('\n  - ')
            ~ "\nRun them along with it: dbt " ~ flags.WHICH ~ " -s " ~ parents | sort | join('+ ') ~ "+"
        ) -%}
    {%- endif -%}
{% endmacro %}

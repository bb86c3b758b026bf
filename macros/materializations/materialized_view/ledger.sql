{#-
  The ledger of refreshes, in a schema of its own:
    refreshes            one row per refresh that computed something: its way, the reason, rows and groups, seconds
    inputs               one row per view and input: the state of the input that the last refresh saw
    <schema>__<view>     one row per input and group: how many rows it had, and their content
  Its rows are written in the transaction that writes the view's.
-#}
{% macro ledger_table(name) %}
    {{ return(api.Relation.create(database=target.database, schema='refresh_ledger', identifier=name, type='table')) }}
{% endmacro %}


{#- The ledger's table of a view's group counts. -#}
{% macro counts_table(view) %}
    {{ return(ledger_table(view.name | replace('.', '__'))) }}
{% endmacro %}


{#-
  Runs before anything else (on-run-start), since tables that several threads make at once are made by none:
  makes the ledger, and forgets views that are none any more. Engines with materialized views of their own need no ledger.
-#}
{% macro prepare_refresh_ledger() %}
    {%- if execute and flags.WHICH in ('build', 'run') -%}{%- do adapter.dispatch('prepare_refresh_ledger')() -%}{%- endif -%}
{% endmacro %}

{% macro default__prepare_refresh_ledger() %}{% endmacro %}

{% macro duckdb__prepare_refresh_ledger() %}
    {%- call statement('ledger', auto_begin=False) %}
        create schema if not exists {{ ledger_table('refreshes').without_identifier() }};

        create table if not exists {{ ledger_table('refreshes') }} (
            view_name varchar not null,
            refresh_number integer not null,
            way varchar not null,
            reason varchar not null,
            checksum varchar not null,
            row_count bigint not null,
            written_row_count bigint not null,
            touched_group_count bigint,
            newest_batch_date date,
            audit_refreshed_at timestamp not null,
            audit_seconds decimal(18, 3) not null,
            audit_count_seconds decimal(18, 3),
            audit_invocation_id varchar not null
        );

        create table if not exists {{ ledger_table('inputs') }} (
            view_name varchar not null,
            input_name varchar not null,
            row_count bigint not null,
            least_watermark varchar,
            greatest_watermark varchar,
            content hugeint,
            newest_batch_date date,
            is_counted boolean not null
        );
    {% endcall -%}

    {%- set views, kept = [], ['refreshes', 'inputs'] -%}
    {%- for node in graph.nodes.values() if node.config.materialized == 'materialized_view' -%}
        {%- do views.append(node.schema ~ '.' ~ node.alias) -%}
        {%- do kept.append(node.schema ~ '__' ~ node.alias) -%}
    {%- endfor -%}
    {%- call statement('forget', auto_begin=False) %}
        delete from {{ ledger_table('refreshes') }} where view_name not in ('{{ views | join("', '") }}');
        delete from {{ ledger_table('inputs') }} where view_name not in ('{{ views | join("', '") }}');
    {% endcall -%}
    {%- set forgotten = "select table_name from duckdb_tables() where database_name = '" ~ target.database ~ "' and schema_name = 'refresh_ledger' and table_name not in ('" ~ kept | join("', '") ~ "')" -%}
    {%- for row in run_query(forgotten).rows -%}
        {%- do run_query('drop table ' ~ ledger_table(row[0])) -%}
    {%- endfor -%}
{% endmacro %}


{#-
  What the ledger knows of the last refresh: {number, is_same_definition, is_intact, count_seconds,
  rebuild_seconds}; number is 0 where there was none. It is intact when the view has as many rows as it had then.
-#}
{% macro last_refresh(view, existing) %}
    {%- if adapter.get_relation(database=target.database, schema='refresh_ledger', identifier='refreshes') is none -%}
        {%- do exceptions.raise_compiler_error("There is no ledger of refreshes: expected dbt_project.yml to make it by  on-run-start: \"{{ prepare_refresh_ledger() }}\"") -%}
    {%- endif -%}
    {%- set query %}
        select
            coalesce(max(refresh_number), 0) as number,
            arg_max(checksum, refresh_number) = '{{ view.checksum }}' as is_same_definition,
            arg_max(row_count, refresh_number) = {{ '(select count(*) from ' ~ view.relation ~ ')' if existing is not none and existing.is_table else 'false' }} as is_intact,
            coalesce(arg_max(audit_count_seconds, refresh_number) filter (where audit_count_seconds is not null), 0) as count_seconds,
            coalesce(arg_max(audit_seconds - coalesce(audit_count_seconds, 0), refresh_number) filter (where way = 'full'), 0) as rebuild_seconds
        from {{ ledger_table('refreshes') }}
        where view_name = '{{ view.name }}'
    {% endset -%}
    {%- set row = run_query(query).rows[0] -%}
    {{ return({
        'number': row.number | int, 'is_same_definition': row.is_same_definition, 'is_intact': row.is_intact,
        'count_seconds': row.count_seconds | float, 'rebuild_seconds': row.rebuild_seconds | float,
    }) }}
{% endmacro %}


{#- Writes a refresh into the ledger, with the states of the inputs that it saw. Returns: how many rows it wrote. -#}
{% macro note_refresh(view, last, plan, started_at) %}
    {%- set counted %}
        select count(*) from {{ view.relation }} as present
        {{ 'where ' ~ is_touched(view, 'present') if plan.way == 'incremental' }}
    {% endset -%}
    {%- set written_rows = run_query(counted).rows[0][0] | int -%}
    {%- set counted = view.inputs | selectattr('is_counted') | map(attribute='relation') | list -%}
    {%- call statement('ledger') %}
        delete from {{ ledger_table('inputs') }} where view_name = '{{ view.name }}';

        insert into {{ ledger_table('inputs') }} by name
        select
            '{{ view.name }}' as view_name,
            states.*,
            {{ "input_name in ('" ~ counted | map('replace', "'", "''") | join("', '") ~ "')" }} as is_counted
        from mv_input_states as states;

        insert into {{ ledger_table('refreshes') }} by name
        select
            '{{ view.name }}' as view_name,
            {{ last.number + 1 }} as refresh_number,
            '{{ plan.way }}' as way,
            '{{ plan.reason | replace("'", "''") }}' as reason,
            '{{ view.checksum }}' as checksum,
            (select count(*) from {{ view.relation }}) as row_count,
            {{ written_rows }} as written_row_count,
            {{ 'null' if plan.group_count is none else plan.group_count }} as touched_group_count,
            (select max(newest_batch_date) from mv_input_states) as newest_batch_date,
            cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S.%f") }}' as timestamp) as audit_refreshed_at,
            {{ seconds_since(started_at) }} as audit_seconds,
            {{ 'null' if plan.count_seconds is none else plan.count_seconds }} as audit_count_seconds,
            '{{ invocation_id }}' as audit_invocation_id
    {% endcall -%}
    {{ return(written_rows) }}
{% endmacro %}

{#-
  Query for how far materialized views are behind their inputs, one row per view and input, by the project's clock:
    view_name, input_name
    seen_batch_date    newest batch date of the input that the last refresh saw
    newest_batch_date  the newest there is
    is_behind          whether a row has come, gone or changed since
    unseen_deliveries  batch dates of the rows that were written since (of an input without watermark: later ones)
    hours_behind       from the batch date that was seen to the newest; 0 also where only late rows are missing

  Argument: names, of all materialized views of the project; one that is left out is an error. They are named
  so that dbt refreshes them first.
-#}
{% macro staleness_of_materialized_views(names) %}
    {%- for name in names -%}{%- do ref(name) -%}{%- endfor -%}
    {%- if not execute -%}{{ return(default__staleness_of_materialized_views([])) }}{%- endif -%}
    {%- set views = graph.nodes.values() | selectattr('config.materialized', 'equalto', 'materialized_view') | list -%}
    {%- for view in views if view.name not in names -%}
        {%- do exceptions.raise_compiler_error("The materialized view " ~ view.name ~ " is not watched: add its name to the list in " ~ model.original_file_path) -%}
    {%- endfor -%}
    {{ return(adapter.dispatch('staleness_of_materialized_views')(views)) }}
{% endmacro %}

{#- Where the engine keeps no account of what a refresh saw, nothing is known to be behind. -#}
{% macro default__staleness_of_materialized_views(views) %}
select
    cast(null as {{ dbt.type_string() }}) as view_name,
    cast(null as {{ dbt.type_string() }}) as input_name,
    cast(null as date) as seen_batch_date,
    cast(null as date) as newest_batch_date,
    cast(null as boolean) as is_behind,
    cast(null as bigint) as unseen_deliveries,
    cast(null as bigint) as hours_behind
where 1 = 0
{% endmacro %}

{% macro duckdb__staleness_of_materialized_views(views) %}
    {%- set watched = [] -%}
    {%- for view in views -%}
        {%- for input in inputs_of_materialized_view(view) -%}{%- do watched.append({'view_name': view.schema ~ '.' ~ view.alias, 'input': input}) -%}{%- endfor -%}
    {%- endfor -%}
    {%- if not watched -%}{{ return(default__staleness_of_materialized_views(views)) }}{%- endif -%}
    {%- for each in watched %}
    {%- set input = each.input %}
select
    '{{ each.view_name }}' as view_name,
    replace(now.input_name, '"', '') as input_name,
    seen.newest_batch_date as seen_batch_date,
    now.newest_batch_date,
    seen.row_count is distinct from now.row_count
        or seen.least_watermark is distinct from now.least_watermark
        or seen.greatest_watermark is distinct from now.greatest_watermark
        or seen.content is distinct from now.content as is_behind,
    {% if input.batch_date -%}
    (
        select count(distinct {{ adapter.quote(input.batch_date) }})
        from {{ input.relation }}
        where
            {% if input.watermark -%}
            coalesce({{ adapter.quote(input.watermark.name) }} > cast(seen.greatest_watermark as {{ input.watermark.type }}), true)
            {%- else -%}
            coalesce({{ adapter.quote(input.batch_date) }} > seen.newest_batch_date, true)
            {%- endif %}
    )
    {%- else -%}
    cast(null as bigint)
    {%- endif %} as unseen_deliveries,
    cast(now.newest_batch_date - seen.newest_batch_date as bigint) * 24 as hours_behind
from (
    {{ input_state(input) }}
) as now
left join {{ ledger_table('inputs') }} as seen
    on seen.view_name = '{{ each.view_name }}' and now.input_name = seen.input_name
{{ 'union all' if not loop.last }}
    {%- endfor %}
{% endmacro %}


{#-
  Runs at the end (on-run-end): says of each materialized view that was not refreshed, because it or
  something before it failed, which rows it holds.

  Argument: results, those of dbt's run.
-#}
{% macro report_failed_refreshes(results) %}
    {%- if execute and flags.WHICH in ('build', 'run') -%}{%- do adapter.dispatch('report_failed_refreshes')(results) -%}{%- endif -%}
{% endmacro %}

{% macro default__report_failed_refreshes(results) %}{% endmacro %}

{% macro duckdb__report_failed_refreshes(results) %}
    {%- for result in results if result.node.config.materialized == 'materialized_view' and result.status in ('error', 'skipped') -%}
        {%- set name = result.node.schema ~ '.' ~ result.node.alias -%}
        {%- set last = run_query("select max(refresh_number), max(newest_batch_date) from " ~ ledger_table('refreshes') ~ " where view_name = '" ~ name ~ "'").rows[0] -%}
        {%- set kept = 'keeps the rows of its refresh ' ~ last[0] ~ (', which saw inputs up to ' ~ last[1] if last[1] else '') -%}
        {%- do print('The materialized view ' ~ name ~ ' was not refreshed: it ' ~ (kept if last[0] else 'has not been built yet')) -%}
    {%- endfor -%}
{% endmacro %}

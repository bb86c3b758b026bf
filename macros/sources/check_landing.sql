{#-
  Runs before anything else (on-run-start): compares what was delivered with the contracts and with the
  manifest, and stops the run, before a row is written, with one message that names every problem.

  Checked: the bound var('batch_date'); the landing's folders and files; missing and unknown columns;
  column types of Parquet files; the manifest itself; deliveries that nobody listed; row counts; a
  delivery that changed after it was loaded. Engines whose landing cannot be read as files have
  nothing to check here.
-#}
{% macro check_landing() %}
    {%- if not execute or flags.WHICH not in ('build', 'run', 'seed') -%}{{ return('') }}{%- endif -%}
    {%- do _refuse('The run cannot start', bound_problems()) -%}
    {%- set where = "the landing folder '" ~ var('landing') ~ "'" if var('landing') else 'the seeds' -%}
    {%- do _refuse('What was delivered in ' ~ where ~ ' breaks its contract', adapter.dispatch('landing_problems')()) -%}
    {%- do _refuse('The run cannot start', bound_out_of_reach()) -%}
    {{ return(adapter.dispatch('remember_landing')()) }}
{% endmacro %}


{#- Ends the run with one message where there are problems. -#}
{% macro _refuse(what, problems) %}
    {%- if problems -%}
        {%- do exceptions.raise_compiler_error(
            'Nothing was loaded, the warehouse is as it was. ' ~ what ~ ' ('
            ~ problems | length ~ (' problem' if problems | length == 1 else ' problems') ~ '):\n  - '
            ~ problems | join('\n  - ')
        ) -%}
    {%- endif -%}
{% endmacro %}


{#- var('batch_date') is a day, written YYYY-MM-DD. -#}
{% macro bound_problems() %}
    {%- set bound = var('batch_date') -%}
    {%- if bound is none -%}{{ return([]) }}{%- endif -%}
    {%- set text = bound | string -%}
    {%- set is_date = modules.re.fullmatch('[0-9]{4}-[0-9]{2}-[0-9]{2}', text) is not none
        and run_query("select " ~ parse_as("'" ~ text ~ "'", 'date') ~ " as bound").rows[0][0] is not none -%}
    {{ return([] if is_date else ["var 'batch_date' is '" ~ text ~ "': expected a day that exists, written YYYY-MM-DD, as in --vars '{batch_date: 2024-06-30}'."]) }}
{% endmacro %}


{#- At most this many problems of one kind are spelled out. -#}
{% macro problem_texts(query, limit=8) %}
    {%- set rows = run_query(query).rows -%}
    {%- set problems = [] -%}
    {%- for row in rows[:limit] -%}{%- do problems.append(row[0]) -%}{%- endfor -%}
    {%- if rows | length > limit -%}
        {%- do problems.append('... and ' ~ (rows | length - limit) ~ ' more like the last one.') -%}
    {%- endif -%}
    {{ return(problems) }}
{% endmacro %}


{#- A bound before the first delivery would load nothing and look like success. -#}
{% macro bound_out_of_reach() %}
    {%- if not var('batch_date') -%}{{ return([]) }}{%- endif -%}
    {%- set first = adapter.dispatch('first_landed_date')() -%}
    {%- if first is none or first | string > var('batch_date') | string -%}
        {{ return(["var 'batch_date' is " ~ var('batch_date') ~ ", but the first listed delivery is for " ~ first ~ ": nothing would be loaded. Choose a later day."]) }}
    {%- endif -%}
    {{ return([]) }}
{% endmacro %}

{% macro default__landing_problems() %}{{ return([]) }}{% endmacro %}

{#- What the engine wants to know of the landing the next time; SQL of the hook. -#}
{% macro default__remember_landing() %}{{ return('') }}{% endmacro %}
{% macro duckdb__remember_landing() %}{{ return(remember_inspected_files() if var('landing') else '') }}{% endmacro %}

{#-
  Runs before anything else (on-run-start): makes an engine ready for this project's models, where it needs that.

  PostgreSQL gets the functions that the concepts of this folder need, in the schema functions: what version 15 says by
  an error alone, they say by an answer. They catch errors, so that they cannot run in parallel workers.

  And the role that dbt is gets two settings of its own in this database: queries of many steps are taken for ones of few
  rows, which are then joined row by row for hours, so that rows are joined so only where it cannot be done otherwise; and
  compiling hundreds of small queries takes longer than running them. They hold for whoever asks as that role, from its
  next connection on.

  Spark is asked whether an overflow is an error. Where it is not, dbt runs without what turns that on.
-#}
{% macro prepare_engine() %}
    {%- if execute and flags.WHICH in ('build', 'run', 'seed', 'test', 'snapshot') -%}{{ return(adapter.dispatch('prepare_engine')()) }}{%- endif -%}
{% endmacro %}

{% macro default__prepare_engine() %}{% endmacro %}

{% macro postgres__prepare_engine() %}
    do $$
    begin
        if current_setting('enable_nestloop') = 'on' then
            execute format('alter role current_user in database %I set enable_nestloop = off', current_database());
            execute format('alter role current_user in database %I set jit = off', current_database());
        end if;
    end
    $$;

    create schema if not exists functions;

    create or replace function functions.is_json(value text) returns boolean
    language plpgsql immutable strict as $$
    begin
        perform cast(value as jsonb);
        return true;
    exception when data_exception or statement_too_complex then
        return false;
    end
    $$;

    create or replace function functions.json_text(value text, name text) returns text
    language plpgsql immutable strict as $$
    begin
        return cast(value as jsonb) ->> name;
    exception when data_exception or statement_too_complex then
        return null;
    end
    $$;

    create or replace function functions.day_of(value text) returns date
    language plpgsql immutable strict as $$
    begin
        return cast(value as date);
    exception when data_exception then
        return null;
    end
    $$;

    create or replace function functions.time_of(value text) returns timestamp
    language plpgsql immutable strict as $$
    begin
        if value ~ '(Z|[+-][0-9]{2}(:[0-9]{2})?)$' then
            return cast(value as timestamptz) at time zone 'UTC';
        end if;
        return cast(value as timestamp);
    exception when data_exception then
        return null;
    end
    $$
{% endmacro %}

{% macro spark__prepare_engine() %}
    {%- if run_query('set spark.sql.ansi.enabled').rows[0][1] != 'true' -%}
        {%- do exceptions.raise_compiler_error("Nothing was run: with Spark's ANSI mode off, an overflow wraps and a text that is no number is null. Run dbt as  .venv-spark/bin/python -m tools.spark dbt " ~ flags.WHICH) -%}
    {%- endif -%}
{% endmacro %}

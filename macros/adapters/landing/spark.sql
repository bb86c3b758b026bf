{#-
  Spark's side of check_landing(). What was delivered is checked, and put into the schema landing, before dbt runs
  (python -m tools.land), as for PostgreSQL.
-#}
{% macro spark__landing_problems() %}
    {%- set landed = run_query('show tables in landing').columns[1].values() if adapter.check_schema_exists(none, 'landing') else [] -%}
    {%- set missing = source_names() | reject('in', landed) | list -%}
    {{ return([
        'the schema landing of the lake lacks ' ~ missing | join(', ')
        ~ '. Land what was delivered first: python -m tools.land, with the same --vars.'
    ] if missing else []) }}
{% endmacro %}

{% macro spark__first_landed_date() %}
    {{ return(run_query('select min(batch_date) from landing.reference__deliveries').rows[0][0]) }}
{% endmacro %}

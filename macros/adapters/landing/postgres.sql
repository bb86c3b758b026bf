{#-
  PostgreSQL's side of check_landing(). A server reads no files of the machine that dbt runs on: what was delivered is
  checked, and copied into the schema landing, before dbt runs (python -m tools.land).
-#}
{% macro postgres__landing_problems() %}
    {%- set missing = [] -%}
    {%- for name in source_names() -%}
        {%- if adapter.get_relation(target.database, 'landing', name) is none -%}{%- do missing.append(name) -%}{%- endif -%}
    {%- endfor -%}
    {{ return([
        'the schema landing of database ' ~ target.database ~ ' lacks ' ~ missing | join(', ')
        ~ '. Land what was delivered first: python -m tools.land, with the same --vars.'
    ] if missing else []) }}
{% endmacro %}

{% macro postgres__first_landed_date() %}
    {{ return(run_query('select min(batch_date) from landing.reference__deliveries').rows[0][0]) }}
{% endmacro %}

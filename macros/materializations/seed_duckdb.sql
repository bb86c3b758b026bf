{#-
  The landing. dbt's own seed materialization parses every cell in Python and knows only the CSV in
  seeds/; this one lands every column as text, in one statement, from wherever var('landing') says:
    unset     a table with the rows of the seed's CSV
    a folder  a view on the folder's deliveries of that table, <system>/<table>/batch_date=<date>/*
  Bronze reads the landed relation and needs not know which it was. The files were checked against the
  contract before (check_landing).
-#}
{% materialization seed, adapter='duckdb' %}
    {%- set contract = source_contract(model.name) -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set type = 'view' if var('landing') else 'table' -%}
    {%- set target_relation = this.incorporate(type=type) -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}

    {%- if existing is not none and existing.type != type -%}
        {%- do adapter.drop_relation(existing) -%}
    {%- endif -%}
    {%- call statement('main') -%}
        create or replace {{ type }} {{ target_relation }} as
        {{ landed_rows(contract, model) }}
    {%- endcall -%}

    {#- dbt prints a seed's result with a preview of its rows and expects a table here. -#}
    {%- do store_result('agate_table', response='OK', agate_table=run_query('select * from ' ~ target_relation ~ ' limit 0')) -%}
    {%- do persist_docs(target_relation, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#-
  The landing on PostgreSQL: the rows are there, for the server cannot read the files and the connection that dbt has
  cannot stream them (python -m tools.land does). A seed only says how many there are.
-#}
{% materialization seed, adapter='postgres' %}
    {%- set target_relation = this.incorporate(type='table') -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- call statement('counted', fetch_result=true) -%}select count(*) from {{ target_relation }}{%- endcall -%}
    {%- set row_count = load_result('counted').data[0][0] -%}
    {%- do store_raw_result(name='main', message='LANDED ' ~ row_count, code='LANDED', rows_affected=row_count) -%}

    {#- dbt prints a seed's result with a preview of its rows and expects a table here. -#}
    {%- do store_result('agate_table', response='OK', agate_table=run_query('select * from ' ~ target_relation ~ ' where 1 = 0')) -%}
    {%- do persist_docs(target_relation, model) -%}
    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {{ adapter.commit() }}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

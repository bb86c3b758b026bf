{#- The landing on Spark: as on PostgreSQL, the rows are there (python -m tools.land), and a seed only counts them. -#}
{% materialization seed, adapter='spark' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {{ run_hooks(pre_hooks) }}
    {%- call statement('counted', fetch_result=true) -%}select count(*) from {{ target_relation }}{%- endcall -%}
    {%- set row_count = load_result('counted').data[0][0] -%}
    {%- do store_raw_result(name='main', message='LANDED ' ~ row_count, code='LANDED', rows_affected=row_count) -%}
    {#- dbt prints a seed's result with a preview of its rows and expects a table here. -#}
    {%- do store_result('agate_table', response='OK', agate_table=run_query('select * from ' ~ target_relation ~ ' where 1 = 0')) -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#-
  Spark with Iceberg has no materialized views: the model is a table, which each run computes anew and replaces in one
  step. The config that tells what a refresh on DuckDB may leave out (group_keys, inputs) has no meaning here.
-#}
{% materialization materialized_view, adapter='spark' %}
    {%- set target_relation = this.incorporate(type='table') -%}
    {%- set existing = load_cached_relation(this) -%}
    {{ run_hooks(pre_hooks) }}
    {%- if existing is not none and existing.is_view -%}{%- do adapter.drop_relation(existing) -%}{%- endif -%}
    {%- call statement('main') -%}{{ create_table_as(false, target_relation, sql) }}{%- endcall -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}

{#-
  Spark with Iceberg has no materialized views: the model is a table, which each run computes anew and replaces in one
  step. The config that tells what a refresh on DuckDB may leave out (group_keys, inputs) has no meaning here.
-#}
{% materialization materialized_view, adapter='spark' %}
    {{ run_hooks(pre_hooks) }}
    {%- do spark_replace_table(load_cached_relation(this)) -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{#-
  Tables on Spark, made anew by each run. dbt-spark's own materialization drops the old table first, unless each model
  says which format it has; here one that fails leaves the rows of the run before.
-#}
{% materialization table, adapter='spark' %}
    {{ run_hooks(pre_hooks) }}
    {%- do spark_replace_table(load_cached_relation(this)) -%}
    {{ run_hooks(post_hooks) }}
    {{ return({'relations': [this.incorporate(type='table')]}) }}
{% endmaterialization %}

{#- Runs the model's query into its table, in place of the table or view that there is. -#}
{% macro spark_replace_table(existing) %}
    {%- if existing is not none and existing.is_view -%}{%- do adapter.drop_relation(existing) -%}{%- endif -%}
    {%- call statement('main') -%}{{ create_table_as(false, this, sql) }}{%- endcall -%}
{% endmacro %}

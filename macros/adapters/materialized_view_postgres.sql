{#-
  PostgreSQL has materialized views, and dbt refreshes them. What dbt leaves out is put right here: a
  changed definition, which it takes for none and refreshes by the old SQL; the model's contract; readers, who need
  not wait where the view has a unique index. A constraint of the contract is not enforced here (say so by
  warn_unsupported: false). The config that tells what a refresh on DuckDB may leave out
  (group_keys, inputs) has no meaning here: PostgreSQL always computes all.
-#}
{% macro postgres__get_create_materialized_view_as_sql(relation, sql) %}
    {%- if config.get('contract').enforced -%}{%- do get_assert_columns_equivalent(sql) -%}{%- endif -%}
    create materialized view if not exists {{ relation }} as {{ sql }};
    {% for index in config.get('indexes', []) %}
    {{ get_create_index_sql(relation, index) }};
    {% endfor %}
    comment on materialized view {{ relation }} is '{{ _definition_comment(sql) }}'
{% endmacro %}

{% macro postgres__get_materialized_view_configuration_changes(existing_relation, new_config) %}
    {%- set known = run_query("select obj_description('" ~ existing_relation ~ "'::regclass)").rows[0][0] -%}
    {%- if known != _definition_comment(sql) -%}
        {{ return({'requires_full_refresh': true, 'indexes': []}) }}
    {%- endif -%}
    {{ return(dbt.postgres__get_materialized_view_configuration_changes(existing_relation, new_config)) }}
{% endmacro %}

{% macro postgres__refresh_materialized_view(relation) %}
    refresh materialized view {{ 'concurrently' if config.get('indexes', []) | selectattr('unique') | list }} {{ relation }}
{% endmacro %}

{% macro _definition_comment(sql) -%}definition {{ local_md5([sql | trim, promised_columns()] | string) }}{%- endmacro %}

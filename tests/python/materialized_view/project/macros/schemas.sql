{#- A schema has the name that is given: the tests read it by that. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}{{ custom_schema_name or target.schema }}{%- endmacro %}

{#-
  A schema is named by its layer or style alone (design, section 10), never prefixed by the target's: as its config says,
  or else as the folder below models/, models/silver/ or models/gold/ that the model is in.
-#}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set folders = node.fqn[1:-1] if node is not none and node.resource_type == 'model' else [] -%}
    {%- set room = folders | reject('in', ['silver', 'gold']) | first -%}
    {{ (custom_schema_name or room or target.schema) | trim }}
{%- endmacro %}

{#-
  Concept: primary and foreign keys of contracts. The var enforced_keys says whether the database enforces them; where
  it does not, by the var or because the engine cannot, the test keys_hold is what finds rows that break them. Nothing
  else of a contract changes. A table has the keys with which it was made: a change of the var wants a full refresh.

  keys_are_enforced()      whether tables are made with their keys
  keys_of(node)            the keys of a model's contract: {columns} of a primary key, {columns, parent, parent_columns} of a
                           foreign key, which points to the model parent
-#}
{% macro keys_are_enforced() %}
    {{ return(adapter.dispatch('enforces_keys')() and var('enforced_keys')) }}
{% endmacro %}

{% macro keys_of(node) %}
    {%- set keys = [] -%}
    {%- for constraint in node.constraints -%}{%- do keys.append(_key(constraint, constraint.columns)) -%}{%- endfor -%}
    {%- for column in node.columns.values() -%}
        {%- for constraint in column.constraints -%}{%- do keys.append(_key(constraint, [column.name])) -%}{%- endfor -%}
    {%- endfor -%}
    {{ return(keys | select | list) }}
{% endmacro %}

{% macro _key(constraint, columns) %}
    {%- if constraint.type == 'primary_key' -%}{{ return({'columns': columns}) }}{%- endif -%}
    {%- if constraint.type != 'foreign_key' -%}{{ return(none) }}{%- endif -%}
    {#- a reference while dbt parses, the parent's relation when it runs -#}
    {%- set parent = (constraint.to | string).split('.')[-1] | replace('"', '') | replace('`', '') | replace("ref('", '') | replace("')", '') -%}
    {{ return({'columns': columns, 'parent': parent, 'parent_columns': constraint.to_columns}) }}
{% endmacro %}

{#- dbt's own, which writes what a contract says of columns and tables, without keys that are not to be enforced. -#}
{% macro default__get_table_columns_and_constraints() %}
    {%- if keys_are_enforced() -%}{{ return(table_columns_and_constraints()) }}{%- endif -%}
    {%- set columns = {} -%}
    {%- for name, column in model.columns.items() -%}
        {%- do columns.update({name: dict(column, constraints=_without_keys(column.constraints))}) -%}
    {%- endfor -%}
    (
    {{ (
        adapter.render_raw_columns_constraints(raw_columns=columns)
        + adapter.render_raw_model_constraints(raw_constraints=_without_keys(model.constraints))
    ) | join(',\n    ') }}
    )
{% endmacro %}

{% macro _without_keys(constraints) %}
    {{ return(constraints | rejectattr('type', 'in', ['primary_key', 'foreign_key']) | list) }}
{% endmacro %}

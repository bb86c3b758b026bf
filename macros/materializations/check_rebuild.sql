{#-
  Runs before anything else (on-run-start): a full refresh replaces tables, and an engine that enforces
  foreign keys refuses to replace one that others point to. So a full refresh of a parent has to select the
  tables that point to it too; where it does not, the run stops before a table is touched, with the
  selection that works.
-#}
{% macro check_rebuild() %}
    {%- if not execute or not flags.FULL_REFRESH or flags.WHICH not in ('build', 'run') -%}{{ return('') }}{%- endif -%}
    {%- set problems = [] -%}
    {%- set parents = [] -%}
    {%- for child in graph.nodes.values() if child.resource_type == 'model' and child.unique_id not in selected_resources -%}
        {%- for parent_name in _enforced_parents(child) -%}
            {%- set parent_id = 'model.' ~ project_name ~ '.' ~ parent_name -%}
            {%- if parent_id in selected_resources and _is_built(child) and _is_built(graph.nodes[parent_id]) -%}
                {%- do problems.append(child.name ~ ' points to ' ~ parent_name ~ ' and is not selected') -%}
                {%- if parent_name not in parents -%}{%- do parents.append(parent_name) -%}{%- endif -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- if problems -%}
        {%- do exceptions.raise_compiler_error(
            "Nothing was rebuilt, the warehouse is as it was. A table that foreign keys point to cannot be replaced alone:\n  - "
            ~ problems | sort | join('\n  - ')
            ~ "\nRebuild what depends on it along with it: dbt " ~ flags.WHICH ~ " --full-refresh -s " ~ parents | sort | join('+ ') ~ "+"
        ) -%}
    {%- endif -%}
{% endmacro %}


{#- The models that the foreign keys of a model's contract point to, itself left out. -#}
{% macro _enforced_parents(node) %}
    {%- if not keys_are_enforced() -%}{{ return([]) }}{%- endif -%}
    {{ return(keys_of(node) | selectattr('parent', 'defined') | map(attribute='parent') | reject('equalto', node.name) | unique | list) }}
{% endmacro %}

{% macro _is_built(node) %}
    {{ return(adapter.get_relation(database=node.database, schema=node.schema, identifier=node.alias) is not none) }}
{% endmacro %}

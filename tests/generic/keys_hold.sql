{#-
  The primary and foreign keys of the model's contract hold, whether or not the database enforces them
  (macros/keys/enforced_keys.sql): no column of a primary key is null, no two rows share one, and each row that
  names a parent finds it. Returns each key that breaks this, with what is wrong.
-#}
{% test keys_hold(model) %}
{%- if execute %}
    {%- set node = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model') | selectattr('name', 'equalto', model.identifier) | first -%}
    {%- for key in keys_of(node) %}
select
    {% if key.parent -%}
    'no row of {{ key.parent }} for {{ key.columns | join(", ") }}' as problem,
    {%- else -%}
    'not one row a key: {{ key.columns | join(", ") }}' as problem,
    {%- endif %}
    {% for column in key.columns -%}
    coalesce(cast({{ column }} as {{ dbt.type_string() }}), 'null'){{ " || '|' || " if not loop.last }}
    {%- endfor %} as key_value
from {{ model }} as given
        {%- if key.parent %}
where {% for column in key.columns %}given.{{ column }} is not null and {% endfor %}not exists (
    select 1
    from {{ graph.nodes['model.' ~ project_name ~ '.' ~ key.parent].relation_name }} as parents
    where {% for column in key.columns %}parents.{{ key.parent_columns[loop.index0] }} = given.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
)
        {%- endif %}
group by {{ key.columns | join(', ') }}
        {%- if not key.parent %}
having count(*) > 1{% for column in key.columns %} or {{ column }} is null{% endfor %}
        {%- endif %}
        {%- if not loop.last %}

union all
        {% endif %}
    {%- endfor %}
{%- endif %}

{% endtest %}

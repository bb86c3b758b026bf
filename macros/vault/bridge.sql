{#-
  Bridge: walks from a starting relation over links and point-in-time tables to other keys, as of each row's own time, so
  that a report gets there with one join. A step that finds nothing gives the ghost's key.

  Arguments:
    start    relation; alias start_rows
    columns  its columns that the bridge has, its identity first
    at       its column with the time as of which the steps are taken
    steps    list of dictionaries, taken in order:
             relation  a link, or a PIT by version (dated)
             key       its key; found in: the alias that has it, start_rows or step_<n> of an earlier step
             dated     whether it holds in [valid_from, valid_to)
             gives     {name: column}, what the bridge has of it, hash keys
             holds_from  name under which the bridge has the version's valid_from (dated steps, optional)
-#}
{% macro bridge(start, columns, at, steps) -%}
select
    start_rows.{{ columns | join(',\n    start_rows.') }}
    {%- for step in steps %}
    {%- set alias = 'step_' ~ loop.index %}
    {%- for name, column in step.gives.items() %},
    coalesce({{ alias }}.{{ column }}, {{ ghost_key() }}) as {{ name }}
    {%- endfor %}
    {%- if step.holds_from %},
    {{ alias }}.valid_from as {{ step.holds_from }}
    {%- endif %}
    {%- endfor %}
from {{ start }} as start_rows
{%- for step in steps %}
{%- set alias = 'step_' ~ loop.index %}
left join {{ step.relation }} as {{ alias }}
    on
        {{ step.found_in }}.{{ step.key }} = {{ alias }}.{{ step.key }}
        {%- if step.dated %}
        and start_rows.{{ at }} >= {{ alias }}.valid_from
        and start_rows.{{ at }} < {{ alias }}.valid_to
        {%- endif %}
{%- endfor %}
{%- endmacro %}

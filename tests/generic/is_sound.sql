{#-
  What must hold of every table of the raw vault; returns each value that breaks it, with what is wrong.

  Arguments:
    key           columns that identify a row: none is null, no two rows share them
    business_key  of a hub: its hash key is the hash of these columns, and there is one ghost record
    parents       {column: relation}, hubs and links that the column points to: each value is there. The
                  parent's key has the column's name, or is given as {relation, key}
    tracked_by    of a satellite of states: {relation, column}, where each state appears; a state that
                  nothing shows is left over from an erasure or a load gone wrong
-#}
{% test is_sound(model, key, business_key=[], parents={}, tracked_by=none) %}

select
    'not one row a key' as problem,
    {% for column in key -%}
    coalesce(cast({{ column }} as {{ dbt.type_string() }}), '?'){{ " || '|' || " if not loop.last }}
    {%- endfor %} as key_value
from {{ model }}
group by {{ key | join(', ') }}
having count(*) > 1{% for column in key %} or {{ column }} is null{% endfor %}
{%- if business_key %}

union all

select
    'not the hash of its business key' as problem,
    cast({{ key[0] }} as {{ dbt.type_string() }}) as key_value
from {{ model }}
where {{ key[0] }} <> {{ hub_key(business_key) }}

union all

select
    'no ghost record' as problem,
    cast({{ ghost_key() }} as {{ dbt.type_string() }}) as key_value
where {{ ghost_key() }} not in (select {{ key[0] }} from {{ model }})
{%- endif %}
{%- for column, given in parents.items() %}
    {%- set parent = given['relation'] if given is mapping and 'relation' in given else given %}

union all

select
    'no parent for {{ column }}' as problem,
    cast(children.{{ column }} as {{ dbt.type_string() }}) as key_value
from {{ model }} as children
left join {{ parent }} as parents
    on children.{{ column }} = parents.{{ given['key'] if given is mapping and 'relation' in given else column }}
where parents.audit_loaded_at is null
{%- endfor %}
{%- if tracked_by %}

union all

select
    'a state that never appeared' as problem,
    cast(states.{{ key[0] }} as {{ dbt.type_string() }}) as key_value
from {{ model }} as states
where states.{{ key[0] }} <> {{ ghost_key() }}
    and not exists (
        select 1
        from {{ tracked_by['relation'] }} as tracked
        where states.{{ key[0] }} = tracked.{{ key[0] }}
            and states.hash_diff = tracked.{{ tracked_by['column'] }}
    )
{%- endif %}

{% endtest %}

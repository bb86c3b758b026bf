{#-
  Link: every combination of keys that any accepted row shows together, once, and the ghost record. The
  same macro makes a hierarchical link (two keys of one hub, parent and child), a same-as link (two keys of
  one hub that mean one thing) and a dependent-child link (columns that tell apart what hangs on the same
  keys, such as a line number).

  Arguments:
    key         name of the hash key, <link>_hash_key
    source      relation, or query in brackets
    parents     {name of a hub's key in this link: expressions of the business key}
    dependent   columns that are part of the link's identity without being a key of a hub
    if_present  column without which the row shows no relationship

  Says that a relationship was ever shown, not when it held: satellites do. Never updates, never deletes.
-#}
{% macro link(key, source, parents, dependent=[], if_present=none) -%}
    {%- set parts = flattened_keys(parents, dependent) -%}
    {%- set columns = without_literals(parts) -%}
    {%- set last_load = last_written() -%}
with

shown as (

    -- many rows show one relationship
    select
        {%- for column in columns | unique %}
        {{ column }},
        {%- endfor %}
        min(record_source) as record_source
    from {{ source }} as delivered
    where {{ is_newer_than(last_load) }}
    {%- if if_present %}
        and {{ if_present }} is not null
    {%- endif %}
    group by {{ columns | unique | join(', ') }}

),

wanted as (

    select
        {{ link_key(parts) }} as {{ key }},
        {%- for parent, expressions in parents.items() %}
        {{ hub_key(expressions) }} as {{ parent }},
        {%- endfor %}
        {%- for column in dependent %}
        {{ column }},
        {%- endfor %}
        record_source
    from shown

    union all

    select
        {{ ghost_key() }} as {{ key }},
        {%- for parent in parents %}
        {{ ghost_key() }} as {{ parent }},
        {%- endfor %}
        {%- for column in dependent %}
        null as {{ column }},
        {%- endfor %}
        'ghost' as record_source

)

select
    {{ key }},
    {%- for parent in parents %}
    {{ parent }},
    {%- endfor %}
    {%- for column in dependent %}
    {{ column }},
    {%- endfor %}
    record_source,
    {{ load_time() }} as audit_loaded_at
from wanted
where {{ is_not_there('wanted', [key]) }}
{%- endmacro %}


{#- All expressions that a link is hashed from: the business keys of its parents in order, then the dependent columns. -#}
{% macro flattened_keys(parents, dependent) %}
    {%- set parts = [] -%}
    {%- for expressions in parents.values() -%}{%- do parts.extend(expressions) -%}{%- endfor -%}
    {{ return(parts + dependent) }}
{% endmacro %}

{#-
  Hub: every business key that any accepted row holds, as its own or of something it names, once, and the
  ghost record.

  Arguments:
    key           name of the hash key, <entity>_hash_key
    business_key  names of its columns, the collision code first where systems issue keys independently
    sources       list of (relation or query in brackets, columns of the business key)

  Keys only ever arrive: a hub has nothing that could change, so it is the same in whatever order it was
  loaded. Which table brought a key first is a matter of that order, and stands in an audit_ column.
  Never updates, never deletes.
-#}
{% macro hub(key, business_key, sources) -%}
    {%- set last_load = last_written() -%}
with

named as (
    {%- for source in sources %}
    {%- set columns = without_literals(source[1]) %}
    {{ 'union all\n' if not loop.first }}
    select
        {%- for expression in source[1] %}
        {{ expression }} as {{ business_key[loop.index0] }},
        {%- endfor %}
        min(record_source) as record_source
    from {{ source[0] }} as delivered
    where {{ columns | join(' is not null and ') }} is not null
        and {{ is_newer_than(last_load) }}
    group by {{ columns | join(', ') }}
    {%- endfor %}

),

keyed as (

    select
        {{ hub_key(business_key) }} as {{ key }},
        {{ business_key | join(',\n        ') }},
        record_source
    from named

    union all

    select
        {{ ghost_key() }} as {{ key }},
        {%- for column in business_key %}
        null as {{ column }},
        {%- endfor %}
        'ghost' as record_source

),

wanted as (

    select
        {{ key }},
        {{ business_key | join(',\n        ') }},
        min(record_source) as record_source
    from keyed
    group by {{ key }}, {{ business_key | join(', ') }}

)

select
    {{ key }},
    {{ business_key | join(',\n    ') }},
    record_source as audit_record_source,
    {{ load_time() }} as audit_loaded_at
from wanted
where {{ is_not_there('wanted', [key]) }}
{%- endmacro %}

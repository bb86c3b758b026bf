{#-
  Satellites: what is known of a key. Two kinds, by what the source delivers.

  satellite()            the states of a key, each one once; when each one held is said by the
                         record-tracking satellite that names it by its hash diff. For a source whose
                         columns change at different rates, or which repeats itself (a full extract): an
                         appearance without a change costs a thin row there and nothing here. Whether a
                         state is there does not depend on what came before it, so a late delivery makes
                         no row wrong or redundant. Has a ghost record.
  satellite_by_change()  one row a delivered change, with its time. For a source that delivers changes and
                         needs one satellite only; and for a column that appears halfway, which gets a
                         satellite of its own and leaves what was there untouched.

  Neither updates a row. Rows of erased persons alone are taken out and added again, overwritten
  (forget_what_was_erased).

  Arguments:
    key       name of the hash key
    parts     expressions of the business key, or keys, that it is the hash of
    source    relation, or query in brackets
    columns   the attributes; the hash diff is theirs
    personal  name of the staging model, where the source holds personal columns
    where     condition on a row (satellite_by_change)
-#}
{% macro satellite(key, parts, source, columns, personal=none) -%}
    {%- if personal -%}
        {%- do config(pre_hook="{{ forget_what_was_erased('" ~ personal ~ "', '" ~ key ~ "', " ~ tojson(parts) ~ ", " ~ tojson({'hash_diff': columns}) ~ ") }}") -%}
    {%- endif -%}
    {%- set last_load = last_written() -%}
with

delivered as (

    -- distinct: a key comes with the same state again and again
    select distinct
        {{ _state_columns(parts, columns) | join(',\n        ') }},
        record_source
    from {{ source }} as staged
    where {{ is_newer_than(last_load) }}

),

wanted as (

    select
        {{ hash_key(parts) }} as {{ key }},
        {{ hash_diff(columns) }} as hash_diff,
        {{ columns | join(',\n        ') }},
        record_source
    from delivered

    union all

    select
        {{ ghost_key() }} as {{ key }},
        {{ ghost_key() }} as hash_diff,
        {%- for column in columns %}
        null as {{ column }},
        {%- endfor %}
        'ghost' as record_source

)

select
    {{ key }},
    hash_diff,
    {{ columns | join(',\n    ') }},
    record_source,
    {{ load_time() }} as audit_loaded_at
from wanted
where {{ is_not_there('wanted', [key, 'hash_diff']) }}
{%- endmacro %}


{% macro satellite_by_change(key, parts, source, columns, personal=none, where=none) -%}
    {%- if personal -%}
        {%- do config(pre_hook="{{ forget_what_was_erased('" ~ personal ~ "', '" ~ key ~ "', " ~ tojson(parts) ~ ", " ~ tojson({'hash_diff': columns}) ~ ", by_delivery=true) }}") -%}
    {%- endif -%}
    {{ rows_by_delivery(source, {key: hash_key(parts), 'hash_diff': hash_diff(columns)}, columns, where) }}
{%- endmacro %}


{#-
  Multi-active satellite: several rows of a key hold at the same time, and together they are one state. The
  hash diff is that of the whole set, so a set with one member more, less or different is another state,
  and the members of a set always stand together.

  Arguments:
    key          name of the hash key; parts, expressions that it is the hash of
    source       query in brackets, one row a member of a set
    set_columns  the columns of the source that hold the whole set, the same on each of its rows
    member       column that tells the members of a set apart
    links        {name of a link's key: expressions}, what a member names
    columns      the attributes of a member
-#}
{% macro multi_active_satellite(key, parts, source, set_columns, member, links, columns) -%}
    {%- set last_load = last_written() -%}
    {%- set link_parts = [] -%}
    {%- for expressions in links.values() -%}{%- do link_parts.extend(expressions) -%}{%- endfor -%}
with

delivered as (

    -- distinct: a key comes with the same set again and again
    select distinct
        {{ _state_columns(parts + set_columns + link_parts, [member] + columns) | join(',\n        ') }},
        record_source
    from {{ source }} as staged
    where {{ is_newer_than(last_load) }}

),

wanted as (

    select
        {{ hash_key(parts) }} as {{ key }},
        {{ hash_diff(set_columns) }} as hash_diff,
        {{ member }},
        {%- for link, expressions in links.items() %}
        {{ link_key(expressions) }} as {{ link }},
        {%- endfor %}
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        record_source
    from delivered

    union all

    select
        {{ ghost_key() }} as {{ key }},
        {{ ghost_key() }} as hash_diff,
        0 as {{ member }},
        {%- for link in links %}
        {{ ghost_key() }} as {{ link }},
        {%- endfor %}
        {%- for column in columns %}
        null as {{ column }},
        {%- endfor %}
        'ghost' as record_source

)

select
    {{ key }},
    hash_diff,
    {{ member }},
    {%- for link in links %}
    {{ link }},
    {%- endfor %}
    {%- for column in columns %}
    {{ column }},
    {%- endfor %}
    record_source,
    {{ load_time() }} as audit_loaded_at
from wanted
where {{ is_not_there('wanted', [key, 'hash_diff']) }}
{%- endmacro %}


{#- The columns of a source that a state and its key are made of, each once. -#}
{% macro _state_columns(parts, columns) %}
    {{ return((without_literals(parts) + columns) | unique | list) }}
{% endmacro %}

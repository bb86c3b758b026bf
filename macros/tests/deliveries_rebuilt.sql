{#-
  The acceptance test of the raw vault: every delivery of a source table, put together again from hubs,
  links and satellites alone, equals the rows that staging accepted, both ways and duplicates counted.

  deliveries_that_differ(rebuilt)
    Query for the delivered rows that only one side has. Arguments: rebuilt, {'<system>__<table>': query
    that rebuilds it}, each made by rebuilt_rows().

  rebuilt_rows(tracking, columns, key, states, links, hubs, beside)
    Query that rebuilds a source table, one row a delivered row. Arguments:
      tracking  relation with one row a delivered row: a record-tracking satellite, a satellite by change,
                an effectivity satellite, a non-historized link or a reference table
      columns   what is taken from it
      key       its column that satellites of states are joined by
      states    list of (satellite, its hash diff in tracking, columns)
      links     list of (link that tracking names, columns)
      hubs      list of (hub, column with its key, {business key: name in the source}); the column is one
                of tracking, or of the links, in their order: link_1.customer_hash_key
      beside    list of (satellite by change, columns) of the same deliveries; a column that appeared
                halfway has a row only where there is a value
-#}
{% macro deliveries_that_differ(rebuilt) -%}
    {%- for name in rebuilt %}{%- set staged = ref('stg_' ~ name) -%}{%- endfor -%}
    {%- if not execute -%}{{ return('select 1 as unread_contract') }}{%- endif -%}
with
{% for name, query in rebuilt.items() %}
rebuilt_{{ name }} as (

{{ query }}

),
{% endfor %}
differences as (
    {%- for name in rebuilt %}
    {%- set columns = _delivered_columns(name) | join(', ') %}
    {{ 'union all\n' if not loop.first }}
    select '{{ name }}' as source_name, 'missing in the vault' as difference, batch_date, delivery_number, row_number
    from (
        select {{ columns }} from {{ ref('stg_' ~ name) }}
        except all
        select {{ columns }} from rebuilt_{{ name }}
    ) as missing_rows
    union all
    select '{{ name }}' as source_name, 'in the vault alone' as difference, batch_date, delivery_number, row_number
    from (
        select {{ columns }} from rebuilt_{{ name }}
        except all
        select {{ columns }} from {{ ref('stg_' ~ name) }}
    ) as surplus_rows
    {%- endfor %}

)

select
    source_name,
    difference,
    batch_date,
    delivery_number,
    row_number
from differences
{%- endmacro %}


{% macro rebuilt_rows(tracking, columns=[], key=none, states=[], links=[], hubs=[], beside=[]) -%}
    select
        tracked.batch_date,
        tracked.delivery_number,
        tracked.row_number,
        tracked.record_source,
        tracked.changed_at,
        tracked.is_deleted
        {%- for column in columns %},
        tracked.{{ column }}
        {%- endfor %}
        {%- for satellite, state, taken in states %}
        {%- set alias = 'state_' ~ loop.index %}
        {%- for column in taken %},
        {{ alias }}.{{ column }}
        {%- endfor %}
        {%- endfor %}
        {%- for link, taken in links %}
        {%- set alias = 'link_' ~ loop.index %}
        {%- for column in taken %},
        {{ alias }}.{{ column }}
        {%- endfor %}
        {%- endfor %}
        {%- for hub, on, taken in hubs %}
        {%- set alias = 'hub_' ~ loop.index %}
        {%- for column, name in taken.items() %},
        {{ alias }}.{{ column }} as {{ name }}
        {%- endfor %}
        {%- endfor %}
        {%- for satellite, taken in beside %}
        {%- set alias = 'beside_' ~ loop.index %}
        {%- for column in taken %},
        {{ alias }}.{{ column }}
        {%- endfor %}
        {%- endfor %}
    from {{ tracking }} as tracked
    {%- for link, taken in links %}
    {%- set link_hash_key = _name_of(link) ~ '_hash_key' %}
    inner join {{ link }} as link_{{ loop.index }}
        on tracked.{{ link_hash_key }} = link_{{ loop.index }}.{{ link_hash_key }}
    {%- endfor %}
    {%- for satellite, state, taken in states %}
    inner join {{ satellite }} as state_{{ loop.index }}
        on tracked.{{ key }} = state_{{ loop.index }}.{{ key }} and tracked.{{ state }} = state_{{ loop.index }}.hash_diff
    {%- endfor %}
    {%- for hub, on, taken in hubs %}
    inner join {{ hub }} as hub_{{ loop.index }}
        on {{ on }} = hub_{{ loop.index }}.{{ _name_of(hub) | replace('hub_', '', 1) }}_hash_key
    {%- endfor %}
    {%- for satellite, taken in beside %}
    {%- set alias = 'beside_' ~ loop.index %}
    left join {{ satellite }} as {{ alias }}
        on
            tracked.batch_date = {{ alias }}.batch_date
            and tracked.delivery_number = {{ alias }}.delivery_number
            and tracked.row_number = {{ alias }}.row_number
    {%- endfor %}
{%- endmacro %}


{#- The name of a relation without schema and quotes. -#}
{% macro _name_of(relation) -%}
    {{ return((relation | string).split('.')[-1] | replace('"', '')) }}
{%- endmacro %}


{#- The columns of an accepted row, without those that follow from the others. -#}
{% macro _delivered_columns(name) %}
    {%- set contract = source_contract(name) -%}
    {%- set columns = ['batch_date', 'delivery_number', 'row_number', 'record_source'] -%}
    {%- for column, type in contract.typed -%}{%- do columns.append(column) -%}{%- endfor -%}
    {%- if contract.kind != 'manifest' -%}{%- do columns.extend(['changed_at', 'is_deleted']) -%}{%- endif -%}
    {%- if contract.subject -%}{%- do columns.append('is_erased') -%}{%- endif -%}
    {{ return(columns | unique | list) }}
{% endmacro %}

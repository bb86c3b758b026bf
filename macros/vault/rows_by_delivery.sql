{#-
  What the structures below have in common: one row an accepted row of a source, told apart by its delivery
  and the row's number in it. A row that is there is never touched and never added again, so any order and
  any grouping of deliveries gives the same table.

  Arguments: source, relation or query in brackets; keys, {name: expression} of what comes first; columns,
  those that are taken over; where, a condition on a row; told_apart_by, what identifies a row.
-#}
{% macro rows_by_delivery(source, keys, columns=[], where=none, told_apart_by=['batch_date', 'delivery_number', 'row_number']) -%}
    {%- set last_load = last_written() -%}
with

delivered as (

    select
        {%- for name, expression in keys.items() %}
        {{ expression }} as {{ name }},
        {%- endfor %}
        changed_at,
        batch_date,
        delivery_number,
        row_number,
        is_deleted,
        {%- for column in columns %}
        {{ column }},
        {%- endfor %}
        record_source
    from {{ source }} as staged
    where {{ is_newer_than(last_load) }}
    {%- if where %}
        and {{ where }}
    {%- endif %}

)

select
    {%- for name in keys %}
    {{ name }},
    {%- endfor %}
    changed_at,
    batch_date,
    delivery_number,
    row_number,
    is_deleted,
    {%- for column in columns %}
    {{ column }},
    {%- endfor %}
    record_source,
    {{ load_time() }} as audit_loaded_at
from delivered
where {{ is_not_there('delivered', told_apart_by) }}
{%- endmacro %}


{#-
  Non-historized link: transactions, which never change. Keys and attributes in one table, one row a
  delivered row: a correction is a row more, told apart by changed_at and delivery.

  Arguments: key, name of the link's hash key; source, relation; parents and dependent, as for link();
  columns, the attributes.
-#}
{% macro non_historized_link(key, source, parents, dependent, columns) -%}
    {%- set keys = {key: link_key(flattened_keys(parents, dependent))} -%}
    {%- for parent, expressions in parents.items() -%}{%- do keys.update({parent: hub_key(expressions)}) -%}{%- endfor -%}
    {{ rows_by_delivery(source, keys, dependent + columns) }}
{%- endmacro %}


{#-
  Effectivity satellite with a driving key: which link row the driving key pointed to, one row a delivered
  row; the ghost's key where it pointed to none. The intervals follow from the order of the changes (see
  satellite_history): nothing is ever closed by an update.

  Arguments: driving, (name, expressions) of the driving key; link, (name, expressions) of the link's key;
  if_present, the column without which there is no relationship; source, relation.
-#}
{% macro effectivity_satellite(driving, link, if_present, source) -%}
    {{ rows_by_delivery(source, {
        driving[0]: hub_key(driving[1]),
        link[0]: link_key(link[1], if_present),
    }) }}
{%- endmacro %}


{#-
  Reference table: codes that are known by themselves, without hub and hash key; one row a delivered row.

  Arguments: source, relation or query in brackets; columns, the code first; told_apart_by, as above.
-#}
{% macro reference_table(source, columns, told_apart_by=['batch_date', 'delivery_number', 'row_number']) -%}
    {{ rows_by_delivery(source, {}, columns, told_apart_by=told_apart_by) }}
{%- endmacro %}


{#- Query in brackets: the manifest as rows like those of other tables. Arguments: deliveries, relation. -#}
{% macro deliveries_as_rows(deliveries) -%}
(select *, cast(batch_date + 1 as timestamp) as changed_at, false as is_deleted from {{ deliveries }})
{%- endmacro %}

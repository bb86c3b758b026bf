{#-
  Record-tracking satellite: every appearance of a key in a delivery, one row a delivered row: when its
  change was made, which delivery brought it, which state of each satellite it showed (by hash diff) and
  which relationships (by the link's key). It is the line of time of its satellites, and with them gives
  back every delivery. A resent delivery is an appearance more and no state more.

  Arguments:
    key       name of the hash key; parts, expressions that it is the hash of
    source    relation
    states    {name of a hash diff: columns of the satellite}
    links     {name of a link's key: (expressions, column without which there is no relationship or none)}
    personal  name of the staging model, where the source holds personal columns

  Never updates; rows of erased persons alone are taken out and added again (forget_what_was_erased),
  because the hash of a person's data is personal too.
-#}
{% macro record_tracking_satellite(key, parts, source, states, links={}, personal=none) -%}
    {%- if personal -%}
        {%- do config(pre_hook="{{ forget_what_was_erased('" ~ personal ~ "', '" ~ key ~ "', " ~ tojson(parts) ~ ", " ~ tojson(states) ~ ", by_delivery=true) }}") -%}
    {%- endif -%}
    {%- set keys = {key: hash_key(parts)} -%}
    {%- for state, columns in states.items() -%}{%- do keys.update({state: hash_diff(columns)}) -%}{%- endfor -%}
    {%- for link, given in links.items() -%}{%- do keys.update({link: link_key(given[0], given[1])}) -%}{%- endfor -%}
    {{ rows_by_delivery(source, keys) }}
{%- endmacro %}


{#-
  Status-tracking satellite of a source that delivers full extracts, where a deletion shows by absence only:
  for each key and each extract since the key was first shown, whether the extract shows it or it is absent.
  Rows that staging refused count as shown: what cannot be read was not deleted. An extract without rows
  says nothing. A late extract adds rows and makes none wrong: whether a key is absent from an extract
  depends on that extract and on an older one that shows the key.

  Arguments: key and parts, as above; key_columns, the columns of the business key; checked, the relation
  of all delivered rows with their verdict; tracking, the record-tracking satellite, which knows the keys
  that were ever accepted.
-#}
{% macro status_tracking_satellite(key, parts, key_columns, checked, tracking) -%}
with

shown as (

    select
        {{ hash_key(parts) }} as {{ key }},
        batch_date,
        delivery_number
    from {{ checked }}
    where {{ key_columns | join(' is not null and ') }} is not null
    group by {{ key_columns | join(', ') }}, batch_date, delivery_number

),

extracts as (

    select
        batch_date,
        delivery_number,
        min(record_source) as record_source,
        row_number() over (order by batch_date, delivery_number) as extract_number
    from {{ checked }}
    group by batch_date, delivery_number

),

first_shown as (

    select
        shown.{{ key }},
        min(extracts.extract_number) as extract_number
    from shown
    inner join extracts
        on shown.batch_date = extracts.batch_date and shown.delivery_number = extracts.delivery_number
    where shown.{{ key }} in (select {{ key }} from {{ tracking }})
    group by shown.{{ key }}

),

statuses as (

    select
        first_shown.{{ key }},
        cast(extracts.batch_date + 1 as timestamp) as changed_at,
        extracts.batch_date,
        extracts.delivery_number,
        case when shown.{{ key }} is null then 'absent' else 'shown' end as record_status,
        extracts.record_source
    from first_shown
    inner join extracts
        on first_shown.extract_number <= extracts.extract_number
    left join shown
        on
            first_shown.{{ key }} = shown.{{ key }}
            and extracts.batch_date = shown.batch_date
            and extracts.delivery_number = shown.delivery_number

)

select
    {{ key }},
    changed_at,
    batch_date,
    delivery_number,
    record_status,
    record_source,
    {{ load_time() }} as audit_loaded_at
from statuses
where {{ is_not_there('statuses', [key, 'batch_date', 'delivery_number']) }}
    {%- if execute and not _has_new_rows(checked) %}
    -- no extract since the last run
    and 1 = 0
    {%- endif %}
{%- endmacro %}

{#-
  The state of each key over time, derived from the accepted rows of all deliveries: one row a version,
  valid in [valid_from, valid_to), the open end a concrete high date. The same output for every kind of
  source:

  cdc     a version begins at each change that changes something; a deletion ends the last one
  full    a version begins with the first extract that shows a different row; a key that is missing
          from an extract ended then. A row that was refused is not missing, an empty extract says
          nothing, and of a day's extracts the last counts
  append  a row is a version from its own time on; a repeated row changes nothing

  Changes are ordered by their time, never by when they were delivered; at one time the later delivery
  wins, then the later row.

  Incremental: the keys with rows loaded since the last run are computed anew; of full extracts, where
  each one speaks of every key, the whole history, and only when a new extract is there.

  Arguments: name, '<system>__<table>'.
-#}
{% macro state_over_time(name) %}
    {%- do config(pre_hook="{{ forget_touched_keys('" ~ name ~ "') }}") -%}
    {%- set checked = ref('chk_' ~ name) -%}
    {%- if not execute -%}{{ return(unread_contract()) }}{%- endif -%}
    {%- set contract = source_contract(name) -%}
    {%- set key = contract.key | join(', ') -%}
    {%- set erased = ['is_erased'] if contract.subject else [] %}

with

{% if contract.kind in ('full', 'static') -%}
{{ _changes_of_full_extracts(contract, checked, erased) }}
{%- else -%}
{{ _changes_as_delivered(contract, checked, erased) }}
{%- endif %},

ranked as (

    select
        *,
        row_number() over (
            partition by {{ key }}, changed_at
            order by batch_date desc, delivery_number desc, row_number desc
        ) as recency,
        min(batch_date) over (partition by {{ key }}, changed_at, is_deleted, hash_diff) as first_batch_date
    from changes

),

compared as (

    select
        *,
        lag(hash_diff) over (partition by {{ key }} order by changed_at) as previous_hash_diff,
        lag(is_deleted) over (partition by {{ key }} order by changed_at) as was_deleted
    from ranked
    where recency = 1

),

turning_points as (

    select
        *,
        lead(changed_at) over (partition by {{ key }} order by changed_at) as next_changed_at,
        lead(first_batch_date) over (partition by {{ key }} order by changed_at) as next_batch_date
    from compared
    where was_deleted is null
        or is_deleted <> was_deleted
        or (not is_deleted and hash_diff <> previous_hash_diff)

)

select
    {%- for column, type in contract.typed %}
    {{ column }},
    {%- endfor %}
    changed_at as valid_from,
    coalesce(next_changed_at, {{ high_date() }}) as valid_to,
    next_changed_at is null as is_current,
    record_source,
    first_batch_date as batch_date,
    greatest(first_batch_date, coalesce(next_batch_date, first_batch_date)) as changed_in_batch_date,
    {%- for column in erased %}
    {{ column }},
    {%- endfor %}
    hash_diff,
    {{ load_time() }} as audit_loaded_at
from turning_points
where not is_deleted
    {%- if contract.kind in ('full', 'static') and not _has_new_rows(checked) %}
    -- no extract since the last run
    and 1 = 0
    {%- endif %}
{% endmacro %}


{#- When the rows of this model were last computed; none before its first run. -#}
{% macro _last_load() %}
    {%- if not is_incremental() -%}{{ return(none) }}{%- endif -%}
    {{ return(run_query('select max(audit_loaded_at) from ' ~ this).rows[0][0]) }}
{% endmacro %}

{% macro _has_new_rows(checked) %}
    {%- set last_load = _last_load() -%}
    {%- if last_load is none -%}{{ return(true) }}{%- endif -%}
    {{ return(run_query("select count(*) from " ~ checked ~ " where audit_loaded_at > cast('" ~ last_load ~ "' as timestamp)").rows[0][0] > 0) }}
{% endmacro %}


{#- Changes of cdc and append tables: the accepted rows, of the keys that have new ones. -#}
{% macro _changes_as_delivered(contract, checked, erased) -%}
    {%- set last_load = _last_load() -%}
accepted as (

    select
        {{ _history_columns(contract, erased) | join(',\n        ') }}
    from {{ checked }}
    where verdict = 'accepted'

),
{% if last_load %}
touched as (

    {{ _touched_keys(contract, checked, last_load) }}

),

changes as (

    select accepted.*
    from accepted
    inner join touched
        on {% for column in contract.key %}accepted.{{ column }} = touched.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}

)
{%- else %}
changes as (

    select * from accepted

)
{%- endif %}
{%- endmacro %}


{#- Query for the keys with rows loaded since the last run. -#}
{% macro _touched_keys(contract, checked, last_load) -%}
    -- distinct: a key may have several new rows, and is computed anew once
    select distinct {{ contract.key | join(', ') }}
    from {{ checked }}
    where audit_loaded_at > cast('{{ last_load }}' as timestamp)
        and verdict = 'accepted'
{%- endmacro %}


{#- Pre-hook of histories: deletes the versions of the keys that are about to be computed anew. -#}
{% macro forget_touched_keys(name) %}
    {%- set checked = ref('chk_' ~ name) -%}
    {%- if not execute or not is_incremental() -%}{{ return('') }}{%- endif -%}
    {%- set last_load = run_query('select max(audit_loaded_at) from ' ~ this).rows[0][0] -%}
    {%- if not last_load -%}{{ return('') }}{%- endif -%}
    {%- set contract = source_contract(name) -%}
    delete from {{ this }}
    where exists (
        select 1
        from ({{ _touched_keys(contract, checked, last_load) }}) as touched
        where {% for column in contract.key %}touched.{{ column }} = {{ this }}.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
    )
{% endmacro %}


{#-
  Changes of full extracts: the accepted rows of each day's last extract, and a deletion where a key
  that one extract shows is missing from the next.
-#}
{% macro _changes_of_full_extracts(contract, checked, erased) -%}
extracts as (

    select
        batch_date,
        max(delivery_number) as delivery_number,
        lead(batch_date) over (order by batch_date) as next_batch_date
    from {{ checked }}
    group by batch_date

),

delivered as (

    select checked.*, extracts.next_batch_date
    from {{ checked }} as checked
    inner join extracts
        on checked.batch_date = extracts.batch_date and checked.delivery_number = extracts.delivery_number

),

shown as (

    -- refused rows too: what was refused was not deleted
    select
        {{ contract.key | join(',\n        ') }},
        batch_date,
        max(next_batch_date) as next_batch_date,
        max(record_source) as record_source
    from delivered
    where {% for column in contract.key %}{{ column }} is not null{{ ' and ' if not loop.last }}{% endfor %}
    group by {{ contract.key | join(', ') }}, batch_date

),

shown_next as (

    select
        *,
        lead(batch_date) over (partition by {{ contract.key | join(', ') }} order by batch_date) as shown_next_batch_date
    from shown

),

changes as (

    select
        {{ _history_columns(contract, erased) | join(',\n        ') }}
    from delivered
    where verdict = 'accepted'

    union all

    select
        {%- for column, type in contract.typed %}
        {{ column if column in contract.key else _null_of(type) ~ ' as ' ~ column }},
        {%- endfor %}
        cast(next_batch_date + 1 as timestamp) as changed_at,
        true as is_deleted,
        record_source,
        next_batch_date as batch_date,
        0 as delivery_number,
        0 as row_number,
        {%- for column in erased %}
        false as {{ column }},
        {%- endfor %}
        cast(null as {{ hash_type() }}) as hash_diff
    from shown_next
    where next_batch_date is not null
        and (shown_next_batch_date is null or shown_next_batch_date <> next_batch_date)

)
{%- endmacro %}


{% macro _null_of(type) -%}
    cast(null as {{ dbt.type_string() if type == 'text' else type }})
{%- endmacro %}


{% macro _history_columns(contract, erased) %}
    {%- set columns = [] -%}
    {%- for column, type in contract.typed -%}{%- do columns.append(column) -%}{%- endfor -%}
    {{ return(columns + ['changed_at', 'is_deleted', 'record_source', 'batch_date', 'delivery_number', 'row_number'] + erased + ['hash_diff']) }}
{% endmacro %}

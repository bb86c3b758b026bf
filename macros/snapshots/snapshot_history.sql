{#-
  The history that a snapshot holds, in the words of staging's history, so that the two can be compared:
  typed, without the versions that show a refused row (staging goes on with the version before), and with
  neighbours that are the same once typed (' P-1' and 'P-1', or what an erasure made equal) joined. A version
  shows the row of the newest extract that there was when the snapshot was taken, which may be an old one.

  Arguments: snapshot, its relation; name, '<system>__<table>'.
  Renders the common table expressions up to snapshot_versions: the key, valid_from, valid_to, hash_diff. On
  the way, refused: the key, and from when to when the source showed a row of it that was refused.
-#}
{% macro snapshot_history(snapshot, name) -%}
    {%- set checked = ref('chk_' ~ name) -%}
    {%- if execute -%}
    {%- set contract = source_contract(name) -%}
    {%- set key = contract.key | join(', ') -%}
judged as (

    select
        {{ key }},
        cast(batch_date + 1 as timestamp) as shown_from,
        max(case when verdict = 'quarantined' then 1 else 0 end) as is_refused
    from {{ checked }}
    group by {{ key }}, batch_date

),

shown as (

    select
        *,
        coalesce(lead(shown_from) over (partition by {{ key }} order by shown_from), {{ high_date() }}) as shown_until
    from judged

),

refused as (

    select
        {{ key }},
        shown_from,
        shown_until
    from shown
    where is_refused = 1

),

typed as (

    select
        {{ key }},
        {%- for column in contract.columns if not column.is_key %}
        {%- if column.is_text %}
        {{ clean_key(column.source, column.is_folded) if column.is_folded else column.source }} as {{ column.name }},
        {%- else %}
        {{ parse_as(column.source, column.type) }} as {{ column.name }},
        {%- endif %}
        {%- endfor %}
        dbt_valid_from,
        dbt_is_deleted = 'True' as is_deleted
    from {{ snapshot }}

),

hashed as (

    select
        {{ key }},
        dbt_valid_from,
        is_deleted,
        case when not is_deleted then {{ hash_diff(contract.payload) }} end as hash_diff
    from typed

),

compared as (

    select
        *,
        row_number() over (partition by {{ key }} order by dbt_valid_from) as position,
        lag(is_deleted) over (partition by {{ key }} order by dbt_valid_from) as was_deleted,
        lag(hash_diff) over (partition by {{ key }} order by dbt_valid_from) as previous_hash_diff
    from hashed
    where is_deleted
        or not exists (
            select 1
            from refused
            where {% for column in contract.key %}refused.{{ column }} = hashed.{{ column }}
                and {% endfor %}refused.shown_from <= hashed.dbt_valid_from
                and refused.shown_until > hashed.dbt_valid_from
        )

),

turning_points as (

    select
        *,
        lead(dbt_valid_from) over (partition by {{ key }} order by dbt_valid_from) as next_valid_from
    from compared
    where position = 1
        or is_deleted <> was_deleted
        or hash_diff is distinct from previous_hash_diff

),

snapshot_versions as (

    select
        {{ key }},
        dbt_valid_from as valid_from,
        coalesce(next_valid_from, {{ high_date() }}) as valid_to,
        hash_diff
    from turning_points
    where not is_deleted

)
    {%- else -%}
snapshot_versions as (

    {{ unread_contract() }}

)
    {%- endif -%}
{%- endmacro %}

{#-
  Whether the newest row that the source showed of a key was refused; beside snapshot_history.

  Arguments: relation, what has the key; key, its columns.
-#}
{% macro is_refused_now(relation, key) -%}
    exists (
            select 1
            from refused
            where {% for column in key %}refused.{{ column }} = {{ relation }}.{{ column }}
                and {% endfor %}refused.shown_until = {{ high_date() }}
        )
{%- endmacro %}

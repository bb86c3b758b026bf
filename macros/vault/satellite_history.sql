{#-
  Load end dates as a view: the states of a key over time, each valid in [valid_from, valid_to), the open end
  a concrete high date. Derived on reading; no row of the vault is ever closed by an update. At one time the
  later delivery wins, then the later row; neighbours that are equal are one version; a deletion, or the
  absence from a full extract, ends a version. Of a day's extracts the last one counts.

  Arguments:
    key        columns of the key, the driving key for relationships
    tracking   relation with the appearances: a record-tracking satellite, or a satellite by change itself
    state      its column that says which state appeared: a hash diff, or a link's key
    columns    columns of the result: attributes of the satellite, or of the tracking relation without one
    satellite  relation with the states; none where the tracking relation has the attributes itself
    statuses   status-tracking satellite, for full extracts
    no_state   condition under which an appearance shows no state, such as a link's ghost key
-#}
{% macro satellite_history(key, tracking, state, columns, satellite=none, statuses=none, no_state=none) -%}
    {%- set key_columns = key | join(', ') -%}
    {%- set carried = [] if satellite else columns -%}
with

{% if statuses -%}
extracts as (

    select
        batch_date,
        max(delivery_number) as delivery_number
    from {{ statuses }}
    group by batch_date

),

{% endif -%}
appearances as (

    select
        tracked.{{ key | join(',\n        tracked.') }},
        tracked.changed_at,
        tracked.batch_date,
        tracked.delivery_number,
        tracked.row_number,
        tracked.is_deleted{{ ' or ' ~ no_state if no_state }} as is_deleted,
        tracked.{{ state }} as state
        {%- for column in carried if column != state %},
        tracked.{{ column }}
        {%- endfor %}
    from {{ tracking }} as tracked
    {%- if statuses %}
    inner join extracts
        on tracked.batch_date = extracts.batch_date and tracked.delivery_number = extracts.delivery_number

    union all

    select
        tracked.{{ key | join(',\n        tracked.') }},
        tracked.changed_at,
        tracked.batch_date,
        tracked.delivery_number,
        0 as row_number,
        true as is_deleted,
        null as state
        {%- for column in carried if column != state %},
        null as {{ column }}
        {%- endfor %}
    from {{ statuses }} as tracked
    inner join extracts
        on tracked.batch_date = extracts.batch_date and tracked.delivery_number = extracts.delivery_number
    where tracked.record_status = 'absent'
    {%- endif %}

),

ranked as (

    select
        *,
        row_number() over (
            partition by {{ key_columns }}, changed_at
            order by batch_date desc, delivery_number desc, row_number desc
        ) as recency
    from appearances

),

compared as (

    select
        *,
        lag(state) over (partition by {{ key_columns }} order by changed_at) as previous_state,
        lag(is_deleted) over (partition by {{ key_columns }} order by changed_at) as was_deleted
    from ranked
    where recency = 1

),

turning_points as (

    select
        *,
        lead(changed_at) over (partition by {{ key_columns }} order by changed_at) as next_changed_at
    from compared
    where was_deleted is null
        or is_deleted <> was_deleted
        or (not is_deleted and state <> previous_state)

)

select
    versions.{{ key | join(',\n    versions.') }},
    versions.changed_at as valid_from,
    coalesce(versions.next_changed_at, {{ high_date() }}) as valid_to,
    versions.next_changed_at is null as is_current
    {%- for column in columns %},
    {{ ('states.' if satellite else 'versions.') ~ ('state as ' ~ column if column == state else column) }}
    {%- endfor %}
from turning_points as versions
{%- if satellite %}
inner join {{ satellite }} as states
    on {% for column in key %}versions.{{ column }} = states.{{ column }} and {% endfor %}versions.state = states.hash_diff
{%- endif %}
where not versions.is_deleted
{%- endmacro %}

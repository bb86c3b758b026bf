{#-
  Point-in-time table by version: for each key every instant at which what is known of it changed, with
  pointers to the satellite rows and links that held from then on. It keeps the line of time that would
  otherwise be derived at every read.

  Arguments:
    key         name of the hash key
    sources     list of what says something of the key, each a dictionary:
                tracking  relation, or query in brackets, with the appearances: a record-tracking satellite,
                          or a satellite by change
                states    its columns that say which state appeared; a version begins where one changes
                pointers  {name: its column}, what leads to the states: hash diffs, links' keys, or the
                          delivery of a satellite by change
                statuses  status-tracking satellite, for full extracts (optional)
                types     {pointer: type}, where a pointer is no hash
    identities  computed satellite with one row a key, for members (customers, products, ...): their versions
                cover all time. The first holds from the low date, each until the next one (ended_at says
                since when the source had dropped the key), and a key that nothing describes has one version
                that points to the ghost records. Without it, for documents: versions hold as delivered, and
                a deletion leaves a gap.

  Incremental: keys with rows loaded since the last run are computed anew, whole.
-#}
{% macro pit_by_version(key, sources, identities=none) -%}
    {%- set last_load = last_written() -%}
    {%- set touched = [] -%}
    {%- set pointers = [] -%}
    {%- if identities -%}{%- do touched.append(identities) -%}{%- endif -%}
    {%- for source in sources -%}
        {%- do pointers.extend(source.pointers.keys()) -%}
        {%- do touched.append(source.tracking) -%}
        {%- if source.statuses -%}{%- do touched.append(source.statuses) -%}{%- endif -%}
    {%- endfor -%}
with

{% if last_load -%}
touched as (

    -- union drops repetitions: a key is computed once
    {%- for relation in touched %}
    {{ 'union\n' if not loop.first }}
    select {{ key }}
    from {{ relation }} as {{ 'touching_' ~ loop.index }}
    where {{ is_newer_than(last_load) }}
    {%- endfor %}

),

{% for source in sources -%}
{% if source.statuses -%}
-- used twice, read once
statuses_{{ loop.index }} as (

    select * from {{ source.statuses }}
    where {{ key }} in (select {{ key }} from touched)

),

{% endif -%}
{% endfor -%}
{% endif -%}
delivered_versions as (
    {%- for source in sources %}
    {{ 'union all\n' if not loop.first }}
    select
        {{ key }},
        valid_from,
        valid_to,
        is_current
        {%- for pointer in pointers %},
        {% if pointer in source.pointers -%}
        {{ source.pointers[pointer] }} as {{ pointer }}
        {%- else -%}
        cast(null as {{ (source.types or {}).get(pointer, hash_type()) }}) as {{ pointer }}
        {%- endif %}
        {%- endfor %}
    from (
        {{ satellite_history(
            key=[key],
            tracking='(select *, ' ~ hash_diff(source.states) ~ ' as shown_state from ' ~ _of_touched(source.tracking, key, last_load) ~ ' as appeared)',
            state='shown_state',
            columns=source.pointers.values() | list,
            statuses='statuses_' ~ loop.index if source.statuses and last_load else source.statuses
        ) | indent(8) }}
    ) as versions_of_source_{{ loop.index }}
    {%- endfor %}

)
{%- if identities %},

identities as (

    select
        {{ key }},
        is_inferred,
        batch_date
    from {{ _of_touched(identities, key, last_load) }} as given

),

versions as (

    select
        *,
        cast(null as date) as batch_date
    from (
        select
            {{ key }},
            {{ pointers | join(',\n            ') }},
            case
                when row_number() over (partition by {{ key }} order by valid_from) = 1 then {{ low_date() }}
                else valid_from
            end as valid_from,
            valid_to
        from delivered_versions
    ) as held

),

continuous as (

    {{ continuous_versions('identities', 'versions', key, pointers) | indent }}

)
{%- endif %}

select
    {{ key }},
    valid_from,
    valid_to,
    is_current,
    {%- if identities %}
    ended_at,
    is_inferred,
    {%- endif %}
    {%- for pointer in pointers %}
    {{ pointer if _types_of(sources, pointer) else 'coalesce(' ~ pointer ~ ', ' ~ ghost_key() ~ ') as ' ~ pointer }},
    {%- endfor %}
    {{ load_time() }} as audit_loaded_at
from {{ 'continuous' if identities else 'delivered_versions' }}
{%- endmacro %}


{#- The rows of a relation, or query in brackets, that belong to a touched key; all in a full refresh. -#}
{% macro _of_touched(relation, key, last_load) -%}
    {%- if last_load -%}
    (select * from {{ relation }} as whole where {{ key }} in (select {{ key }} from touched))
    {%- else -%}
    {{ relation }}
    {%- endif -%}
{%- endmacro %}


{#- The type of a pointer that is no hash; none for a hash. -#}
{% macro _types_of(sources, pointer) -%}
    {%- for source in sources -%}
        {%- if pointer in (source.types or {}) -%}{{ return(source.types[pointer]) }}{%- endif -%}
    {%- endfor -%}
    {{ return(none) }}
{%- endmacro %}


{#-
  A satellite by change for pit_by_version: query in brackets with its appearances and three pointers that
  name one of its rows, shown_in_batch_date, shown_in_delivery_number and shown_in_row_number.

  Arguments: satellite, relation; beside, list of (relation, column), satellites of the same deliveries whose
  column is taken along.
-#}
{% macro appearances_of(satellite, beside=[]) -%}
(
    select
        satellite.*,
        {%- for relation, column in beside %}
        beside_{{ loop.index }}.{{ column }},
        {%- endfor %}
        satellite.batch_date as shown_in_batch_date,
        satellite.delivery_number as shown_in_delivery_number,
        satellite.row_number as shown_in_row_number
    from {{ satellite }} as satellite
    {%- for relation, column in beside %}
    inner join {{ relation }} as beside_{{ loop.index }}
        on
            satellite.batch_date = beside_{{ loop.index }}.batch_date
            and satellite.delivery_number = beside_{{ loop.index }}.delivery_number
            and satellite.row_number = beside_{{ loop.index }}.row_number
    {%- endfor %}
)
{%- endmacro %}

{#- The pointers that appearances_of() adds, for pit_by_version(). -#}
{% macro shown_in() %}
    {{ return({
        'shown_in_batch_date': 'shown_in_batch_date',
        'shown_in_delivery_number': 'shown_in_delivery_number',
        'shown_in_row_number': 'shown_in_row_number',
    }) }}
{% endmacro %}

{#- Their types. -#}
{% macro shown_in_types() %}
    {{ return({'shown_in_batch_date': 'date', 'shown_in_delivery_number': 'integer', 'shown_in_row_number': 'integer'}) }}
{% endmacro %}

{#- Join condition: the row of a satellite by change that a PIT points to. Arguments: aliases. -#}
{% macro is_shown_in(pit, satellite) -%}
    {{ pit }}.shown_in_batch_date = {{ satellite }}.batch_date
    and {{ pit }}.shown_in_delivery_number = {{ satellite }}.delivery_number
    and {{ pit }}.shown_in_row_number = {{ satellite }}.row_number
{%- endmacro %}


{#-
  Point-in-time table by calendar: what held at the beginning (00:00 UTC) of each day that is kept (snapshot_days), for
  reports as of a day: they join by equality where the table by version needs a range.

  Arguments: key, name of the hash key; versions, name of the table by version of its members; pointers, its columns.
  Incremental: keys with new versions are computed anew (forget_snapshots_of_touched_keys(), a pre-hook, takes out what
  there is of them), and all keys for days that are not there yet; forget_days_that_are_gone(), a pre-hook, takes out
  the days that are no longer kept. Nothing else is read or compared. Which days are there is told by the first and the
  last of them: the last is the today of that run, and a day between them that is kept now was kept then.
-#}
{% macro pit_by_calendar(key, versions, pointers) -%}
    {%- do config(pre_hook=[
        "{{ forget_days_that_are_gone() }}",
        "{{ forget_snapshots_of_touched_keys(" ~ tojson(key) ~ ", " ~ tojson(versions) ~ ") }}",
    ]) -%}
    {%- set last_load = last_written() -%}
with

snapshots as (

    {{ snapshot_days(first_delivery_date(), as_of_date()) | indent }}

),

touched as (

    select * from {{ ref(versions) }}
    where {{ is_newer_than(last_load) }}

),

{% if last_load -%}
{%- set days = _days_that_are_there() -%}
new_snapshots as (

    select snapshot_date
    from snapshots
    where snapshot_date < date '{{ days.first }}'
        or snapshot_date > date '{{ days.last }}'

),

untouched as (

    select * from {{ ref(versions) }}
    where not {{ is_newer_than(last_load) }}
        and valid_to > (select cast(min(snapshot_date) as timestamp) from new_snapshots)

),

{% endif -%}
held as (

    select
        touched.*,
        snapshots.snapshot_date
    from touched
    inner join snapshots
        on
            cast(snapshots.snapshot_date as timestamp) >= touched.valid_from
            and cast(snapshots.snapshot_date as timestamp) < touched.valid_to
    {%- if last_load %}

    union all

    select
        untouched.*,
        new_snapshots.snapshot_date
    from untouched
    inner join new_snapshots
        on
            cast(new_snapshots.snapshot_date as timestamp) >= untouched.valid_from
            and cast(new_snapshots.snapshot_date as timestamp) < untouched.valid_to
    {%- endif %}

)

select
    {{ key }},
    snapshot_date,
    valid_from,
    {%- for pointer in pointers %}
    {{ pointer }},
    {%- endfor %}
    {{ load_time() }} as audit_loaded_at
from held
{%- endmacro %}

{#- The first and the last day of a table by calendar, before the run. -#}
{% macro _days_that_are_there() %}
    {%- set row = run_query('select min(snapshot_date), max(snapshot_date) from ' ~ this).rows[0] -%}
    {{ return({'first': row[0], 'last': row[1]}) }}
{% endmacro %}

{% macro forget_snapshots_of_touched_keys(key, versions) -%}
    {%- set last_load = last_written() -%}
    {%- if not last_load -%}{{ return('') }}{%- endif -%}
    delete from {{ this }}
    where {{ key }} in (
        select {{ key }}
        from {{ ref(versions) }}
        where {{ is_newer_than(last_load) }}
    )
{%- endmacro %}

{% macro forget_days_that_are_gone() -%}
    {%- if not last_written() -%}{{ return('') }}{%- endif -%}
    {%- set days = _days_that_are_there() -%}
    delete from {{ this }}
    where snapshot_date in (
        select snapshot_date
        from (
            {{ snapshot_days("date '" ~ days.first ~ "'", "date '" ~ days.last ~ "'") | indent(12) }}
        ) as kept
        where not {{ is_snapshot_day('snapshot_date', as_of_date()) }}
    )
{%- endmacro %}

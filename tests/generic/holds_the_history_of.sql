{#-
  A snapshot holds the history that staging derives from the deliveries, version for version. Since a
  snapshot knows nothing from before it was first taken, nor of an extract that came and went between two
  runs, this asks only for what holds however often it was taken: what is valid now, but for keys whose
  newest row was refused, of which a snapshot may never have seen an accepted one. In a database that
  a replay filled (var('replayed')), where it saw every extract as it came, it asks for all of history.

  Arguments: history, the relation of staging's history; source_name, '<system>__<table>'.
-#}
{% test holds_the_history_of(model, history, source_name) %}
    {%- set key = source_contract(source_name).key if execute else ['unread_contract'] -%}
    {%- set compared = (key + ['valid_from', 'valid_to', 'hash_diff']) if var('replayed') else (key + ['valid_to', 'hash_diff']) %}

with

{{ snapshot_history(model, source_name) }},

kept as (

    select {{ compared | join(', ') }}
    from snapshot_versions
    {%- if not var('replayed') %}
    where valid_to = {{ high_date() }}
        and not {{ is_refused_now('snapshot_versions', key) }}
    {%- endif %}

),

derived as (

    select {{ compared | join(', ') }}
    from {{ history }} as history
    {%- if not var('replayed') %}
    where is_current
        and not {{ is_refused_now('history', key) }}
    {%- endif %}

),

differences as (

    {{ rows_that_differ('kept', 'derived', compared) | indent }}

),

intervals as (

    select
        {{ key | join(', ') }},
        dbt_valid_from,
        dbt_valid_to,
        lead(dbt_valid_from) over (partition by {{ key | join(', ') }} order by dbt_valid_from) as next_valid_from
    from {{ model }}

)

select
    difference,
    {{ key | join(', ') }}
from differences

union all

select
    'a version does not end where the next begins' as difference,
    {{ key | join(', ') }}
from intervals
where dbt_valid_from >= dbt_valid_to
    or dbt_valid_to <> coalesce(next_valid_from, {{ high_date() }})

{% endtest %}

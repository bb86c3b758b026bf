-- grain: one row per location and version, and one per reserved member
{{ config(materialized='view', alias='dim_location') }}

{%- set attributes = [
    'location_name', 'location_type', 'country_code', 'city', 'postcode', 'time_zone', 'opened_date',
    'floor_area_square_metres',
] %}

with

versions as (

    select
        hub_location.location_id,
        satellites.{{ attributes | join(',\n        satellites.') }},
        pit_location.valid_from,
        pit_location.valid_to,
        pit_location.is_current,
        pit_location.ended_at,
        pit_location.is_inferred
    from {{ ref('pit_location') }} as pit_location
    inner join {{ ref('hub_location') }} as hub_location
        on pit_location.location_hash_key = hub_location.location_hash_key
    left join {{ ref('sat_erp_location') }} as satellites
        on {{ is_shown_in('pit_location', 'satellites') }}

),

keyed as (

    select
        {{ hash_key(['location_id', 'valid_from']) }} as location_key,
        {{ geography_key('country_code', 'city') }} as geography_key,
        *
    from versions

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as location_key,
            '{{ member.name }}' as location_id,
            '{{ member.label }}' as location_name
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    location_key,
    location_id,
    {{ attributes | join(',\n    ') }},
    geography_key,
    valid_from,
    valid_to,
    is_current,
    ended_at,
    is_inferred
from keyed

union all

select
    location_key,
    location_id,
    location_name,
    null as location_type,
    null as country_code,
    null as city,
    null as postcode,
    null as time_zone,
    cast(null as date) as opened_date,
    cast(null as integer) as floor_area_square_metres,
    location_key as geography_key,
    {{ low_date() }} as valid_from,
    {{ high_date() }} as valid_to,
    true as is_current,
    cast(null as timestamp) as ended_at,
    false as is_inferred
from reserved_members

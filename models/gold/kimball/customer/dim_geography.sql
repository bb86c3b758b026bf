-- grain: one row per place: a city in a country, or a country as a whole; and one per reserved member
{{ config(materialized='table') }}

with

address_versions as (

    select * from {{ ref('address_versions') }}

),

location_versions as (

    select * from {{ ref('location_versions') }}

),

countries as (

    select * from {{ ref('countries') }}

),

country_versions as (

    select * from {{ ref('country_versions') }}

),

described_countries as (

    {{ continuous_versions(
        'countries', 'country_versions', 'country_code', ['country_name', 'currency_code', 'vat_rate']
    ) | indent }}

),

places as (

    -- union drops repetitions: many addresses are in one city
    select
        country_code,
        cast(null as {{ dbt.type_string() }}) as city
    from countries

    union

    select
        country_code,
        {{ known_city('city', 'is_erased') }} as city
    from address_versions

    union

    select
        country_code,
        {{ clean_key('city') }} as city
    from location_versions

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as geography_key,
            '{{ member.label }}' as geography_label
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    {{ geography_key('places.country_code', 'places.city') }} as geography_key,
    case when places.city is null then 'country' else 'city' end as geography_type,
    coalesce(places.city || ', ', '')
    || coalesce(described_countries.country_name, places.country_code) as geography_label,
    places.country_code,
    described_countries.country_name,
    places.city,
    described_countries.currency_code,
    described_countries.vat_rate
from places
inner join described_countries
    on places.country_code = described_countries.country_code
where described_countries.is_current

union all

select
    geography_key,
    'reserved' as geography_type,
    geography_label,
    null as country_code,
    null as country_name,
    null as city,
    null as currency_code,
    cast(null as decimal(9, 4)) as vat_rate
from reserved_members

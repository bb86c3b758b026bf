-- grain: one row per combination of the four bands, and one per reserved member
{{ config(materialized='table') }}

with

age_bands as (

    {{ customer_band_labels('age_band') | indent }}

),

recency_bands as (

    {{ customer_band_labels('recency_band') | indent }}

),

frequency_bands as (

    {{ customer_band_labels('frequency_band') | indent }}

),

points_bands as (

    {{ customer_band_labels('points_band') | indent }}

),

combinations as (

    select
        age_bands.age_band,
        age_bands.age_band_order,
        recency_bands.recency_band,
        recency_bands.recency_band_order,
        frequency_bands.frequency_band,
        frequency_bands.frequency_band_order,
        points_bands.points_band,
        points_bands.points_band_order
    from age_bands
    cross join recency_bands
    cross join frequency_bands
    cross join points_bands

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as customer_band_key,
            '{{ member.label }}' as label
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    {{ customer_band_key('age_band', 'recency_band', 'frequency_band', 'points_band') }} as customer_band_key,
    age_band,
    age_band_order,
    recency_band,
    recency_band_order,
    frequency_band,
    frequency_band_order,
    points_band,
    points_band_order
from combinations

union all

select
    customer_band_key,
    label as age_band,
    cast(null as integer) as age_band_order,
    label as recency_band,
    cast(null as integer) as recency_band_order,
    label as frequency_band,
    cast(null as integer) as frequency_band_order,
    label as points_band,
    cast(null as integer) as points_band_order
from reserved_members

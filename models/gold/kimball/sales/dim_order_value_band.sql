-- grain: one row per band of a band set (band_set, band_number)
{{ config(materialized='table') }}

with

bands as (

    {% for band in order_value_bands() -%}
        select
            '{{ band.set }}' as band_set,
            cast({{ band.number }} as integer) as band_number,
            '{{ band.label }}' as band_label,
            cast({{ band.lower }} as decimal(18, 2)) as lower_bound_eur,
            cast({{ band.upper }} as decimal(18, 2)) as upper_bound_eur
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    {{ hash_key(['band_set', 'band_number']) }} as order_value_band_key,
    band_set,
    band_number,
    band_label,
    lower_bound_eur,
    upper_bound_eur
from bands

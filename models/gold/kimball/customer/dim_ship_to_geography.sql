-- grain: one row per place: a city in a country, or a country as a whole; and one per reserved member
{{ config(materialized='view') }}

{{ role_of(ref('dim_geography'), 'ship_to', geography_role_columns()) }}

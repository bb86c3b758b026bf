-- grain: one row per shop with a country
{{ config(materialized='table') }}

select
    shop,
    country
from {{ source('input', 'shops') }}
where country is not null

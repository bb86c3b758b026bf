-- grain: one row per country
{{ config(materialized='materialized_view') }}

select
    country,
    count(*) as shop_count,
    {{ var('definition') }} as definition
from {{ ref('known_shops') }}
group by country

-- grain: one row
{{ config(materialized='materialized_view', on_configuration_change='fail') }}

select
    sum(amount) as amount,
    {{ var('definition') }} as definition
from {{ source('input', 'returns') }}

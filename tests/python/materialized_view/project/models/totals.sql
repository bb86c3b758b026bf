-- grain: one row
{{ config(materialized='materialized_view') }}

select
    count(*) as sale_count,
    sum(amount) as amount,
    {{ var('definition') }} as definition
from {{ ref('small_sales') }}

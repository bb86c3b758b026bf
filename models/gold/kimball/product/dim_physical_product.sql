-- grain: one row per version of a product in which it is physical goods (product_key)
{{ config(materialized='view') }}

with

dim_product as (

    select * from {{ ref('dim_product') }}

)

select
    product_key,
    product_durable_key,
    product_id,
    product_name,
    category_key,
    category_path,
    brand,
    colour,
    size_label,
    weight_grams,
    units_per_case,
    unit_cost_amount,
    launch_date,
    is_discontinued,
    valid_from,
    valid_to,
    is_current
from dim_product
where product_type = 'physical'

-- grain: one row per product, as it is now, and one per reserved member (product_durable_key)
{{ config(materialized='view') }}

with

dim_product as (

    select * from {{ ref('dim_product') }}

)

select
    product_durable_key,
    product_key,
    product_id,
    product_name,
    product_type,
    category_id,
    brand,
    colour,
    size_label,
    weight_grams,
    download_megabytes,
    units_per_case,
    unit_cost_amount,
    launch_date,
    is_discontinued,
    brand_key,
    category_key,
    category_name,
    category_path,
    prior_category_name,
    prior_category_path,
    valid_from,
    ended_at,
    is_inferred
from dim_product
where is_current

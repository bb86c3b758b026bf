-- grain: one row per product and version, of the product or of its category's path; and one per reserved member
{{ config(materialized='view', alias='dim_product') }}

{%- set attributes = [
    'product_name', 'product_type', 'category_id', 'brand', 'colour', 'size_label', 'weight_grams',
    'download_megabytes', 'units_per_case', 'unit_cost_amount', 'launch_date', 'is_discontinued',
] %}

with

versions as (

    select
        hub_product.product_id,
        descriptions.product_name,
        descriptions.product_type,
        hub_category.category_id,
        descriptions.brand,
        descriptions.colour,
        descriptions.size_label,
        descriptions.weight_grams,
        descriptions.download_megabytes,
        descriptions.units_per_case,
        commercials.unit_cost_amount,
        descriptions.launch_date,
        commercials.is_discontinued,
        pit_product.valid_from,
        pit_product.valid_to,
        pit_product.ended_at,
        pit_product.is_inferred,
        cast(null as date) as batch_date
    from {{ ref('pit_product') }} as pit_product
    inner join {{ ref('hub_product') }} as hub_product
        on pit_product.product_hash_key = hub_product.product_hash_key
    inner join {{ ref('lnk_product_category') }} as lnk_product_category
        on pit_product.lnk_product_category_hash_key = lnk_product_category.lnk_product_category_hash_key
    inner join {{ ref('hub_category') }} as hub_category
        on lnk_product_category.category_hash_key = hub_category.category_hash_key
    left join {{ ref('sat_erp_product_description') }} as descriptions
        on
            pit_product.product_hash_key = descriptions.product_hash_key
            and pit_product.description_hash_diff = descriptions.hash_diff
    left join {{ ref('sat_erp_product_commercial') }} as commercials
        on
            pit_product.product_hash_key = commercials.product_hash_key
            and pit_product.commercial_hash_diff = commercials.hash_diff

),

category_paths as (

    select * from {{ ref('bsat_category_path') }}

),

{{ products_placed_in_categories('versions', 'category_paths') }},

keyed as (

    select
        {{ hash_key(['product_id', 'placed_from']) }} as product_key,
        {{ hash_key(['product_id']) }} as product_durable_key,
        {{ brand_key('brand') }} as brand_key,
        *,
        max(case when placed_from = last_moved_from then previous_category_name end)
            over (partition by product_id) as prior_category_name,
        max(case when placed_from = last_moved_from then previous_category_path end)
            over (partition by product_id) as prior_category_path
    from moves

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as product_key,
            '{{ member.name }}' as product_id,
            '{{ member.label }}' as product_name
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    product_key,
    product_durable_key,
    product_id,
    {{ attributes | join(',\n    ') }},
    brand_key,
    category_key,
    category_name,
    category_path,
    prior_category_name,
    prior_category_path,
    placed_from as valid_from,
    placed_until as valid_to,
    placed_until = {{ high_date() }} as is_current,
    case when ended_at < placed_until then greatest(ended_at, placed_from) end as ended_at,
    is_inferred
from keyed

union all

select
    product_key,
    product_key as product_durable_key,
    product_id,
    product_name,
    null as product_type,
    null as category_id,
    null as brand,
    null as colour,
    null as size_label,
    cast(null as integer) as weight_grams,
    cast(null as integer) as download_megabytes,
    cast(null as integer) as units_per_case,
    cast(null as decimal(18, 4)) as unit_cost_amount,
    cast(null as date) as launch_date,
    cast(null as boolean) as is_discontinued,
    product_key as brand_key,
    product_key as category_key,
    null as category_name,
    null as category_path,
    null as prior_category_name,
    null as prior_category_path,
    {{ low_date() }} as valid_from,
    {{ high_date() }} as valid_to,
    true as is_current,
    cast(null as timestamp) as ended_at,
    false as is_inferred
from reserved_members

-- grain: one row per product and version, of the product or of its category's path; and one per reserved member
{{ config(**replace_changed('product_id')) }}

{%- set attributes = [
    'product_name', 'product_type', 'category_id', 'brand', 'colour', 'size_label', 'weight_grams',
    'download_megabytes', 'units_per_case', 'unit_cost_amount', 'launch_date', 'is_discontinued',
] %}

with

products as (

    select * from {{ ref('products') }}

),

product_versions as (

    select * from {{ ref('product_versions') }}

),

dim_category as (

    select * from {{ ref('dim_category') }}

),

versions as (

    {{ continuous_versions('products', 'product_versions', 'product_id', attributes) | indent }}

),

{{ products_placed_in_categories('versions', 'dim_category') }},

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
    is_inferred,
    placed_in_batch_date as batch_date,
    {{ load_time() }} as audit_loaded_at
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
    false as is_inferred,
    cast(null as date) as batch_date,
    {{ load_time() }} as audit_loaded_at
from reserved_members

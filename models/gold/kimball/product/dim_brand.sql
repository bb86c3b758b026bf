-- grain: one row per brand, and one per reserved member
{{ config(materialized='table') }}

with

product_versions as (

    select * from {{ ref('product_versions') }}

),

brands as (

    select
        {{ brand_key('brand') }} as brand_key,
        brand
    from product_versions
    where brand is not null
    group by brand

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as brand_key,
            '{{ member.label }}' as brand
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    brand_key,
    brand,
    {{ load_time() }} as audit_loaded_at
from brands

union all

select
    brand_key,
    brand,
    {{ load_time() }} as audit_loaded_at
from reserved_members

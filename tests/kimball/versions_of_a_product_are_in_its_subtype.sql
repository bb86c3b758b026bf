-- Every version of a product whose kind is known is in one subtype and in no other, and no attribute that only
-- another kind has is filled: nothing of the supertype is lost by looking at the subtypes.
with

subtypes as (

    select
        product_key,
        'physical' as product_type
    from {{ ref('dim_physical_product') }}

    union all

    select
        product_key,
        'digital' as product_type
    from {{ ref('dim_digital_product') }}

    union all

    select
        product_key,
        'gift_card' as product_type
    from {{ ref('dim_gift_card') }}

),

found as (

    select
        product_key,
        count(*) as subtype_count,
        min(product_type) as subtype
    from subtypes
    group by product_key

)

select
    dim_product.product_id,
    dim_product.valid_from,
    dim_product.product_type,
    found.subtype,
    found.subtype_count,
    dim_product.weight_grams,
    dim_product.download_megabytes
from {{ ref('dim_product') }} as dim_product
left join found
    on dim_product.product_key = found.product_key
where (dim_product.product_type is null and found.subtype_count is not null)
    or (
        dim_product.product_type is not null
        and (coalesce(found.subtype_count, 0) <> 1 or found.subtype <> dim_product.product_type)
    )
    or (dim_product.product_type <> 'physical' and dim_product.weight_grams is not null)
    or (dim_product.product_type <> 'digital' and dim_product.download_megabytes is not null)

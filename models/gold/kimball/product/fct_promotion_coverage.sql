-- grain: one row per promotion, product, location and UTC day
{{ config(
    post_hook="{{ delete_coverage_that_is_gone() }}", **replace_changed(['promotion_id', 'product_durable_key'])
) }}

with

assortment_versions as (

    select * from {{ ref('assortment_versions') }}

),

bdg_category_closure as (

    select * from {{ ref('bdg_category_closure') }}

),

dim_date as (

    select * from {{ ref('dim_date') }}

),

dim_location as (

    select * from {{ ref('dim_location') }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

dim_promotion as (

    select * from {{ ref('dim_promotion') }}

),

spans as (

    {{ covered_spans() | indent }}

),

touched as (

    {{ touched_coverage() | indent }}

),

located as (

    -- a span lies within one version of its product and of its location
    select
        spans.promotion_id,
        spans.location_id,
        spans.from_date,
        spans.until_date,
        spans.batch_date,
        dim_product.product_key,
        dim_product.product_durable_key,
        dim_location.location_key,
        dim_product.is_inferred or dim_location.is_inferred as is_inferred
    from spans
    inner join touched
        on spans.promotion_id = touched.promotion_id and spans.product_id = touched.product_id
    inner join dim_product
        on
            spans.product_id = dim_product.product_id
            and spans.from_date >= cast(dim_product.valid_from as date)
            and spans.from_date < cast(dim_product.valid_to as date)
    inner join dim_location
        on
            spans.location_id = dim_location.location_id
            and spans.from_date >= cast(dim_location.valid_from as date)
            and spans.from_date < cast(dim_location.valid_to as date)

),

daily as (

    select
        located.*,
        dim_date.date_key,
        dim_date.date_day
    from located
    inner join dim_date
        on located.from_date <= dim_date.date_day and located.until_date > dim_date.date_day

),

resolved as (

    select
        daily.*,
        dim_promotion.promotion_key,
        greatest(daily.batch_date, dim_promotion.batch_date) as changed_in_batch_date,
        {{ row_quality('false', 'daily.is_inferred or dim_promotion.is_inferred') | indent(8) }} as row_quality
    from daily
    inner join dim_promotion
        on
            daily.promotion_id = dim_promotion.promotion_id
            and daily.date_day >= cast(dim_promotion.valid_from as date)
            and daily.date_day < cast(dim_promotion.valid_to as date)

)

select
    date_key,
    promotion_key,
    promotion_id,
    product_key,
    product_durable_key,
    location_key,
    location_id,
    {{ audit_key('changed_in_batch_date', 'row_quality') }} as audit_key,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from resolved

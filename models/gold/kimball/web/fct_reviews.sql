-- grain: one row per product review (review_id)
{{ config(**replace_changed('review_id')) }}

with

reviews as (

    select * from {{ ref('reviews') }}

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

touched as (

    select review_id
    from reviews
    where {{ is_new_row('reviews') }}

    {% if is_incremental() -%}
        -- union drops repetitions: a review is computed once
        union

        select present.review_id
        from {{ this }} as present
        left join dim_customer
            on present.customer_key = dim_customer.customer_key
        left join dim_product
            on present.product_key = dim_product.product_key
        where dim_customer.customer_key is null
            or dim_product.product_key is null
            or {{ is_new_row('dim_customer') }}
            or {{ is_new_row('dim_product') }}
    {%- endif %}

),

resolved as (

    select
        reviews.*,
        {{ date_key('cast(reviews.reviewed_at as date)') }} as review_date_key,
        case
            when reviews.customer_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_key, {{ reserved_key('missing') }})
        end as customer_key,
        case
            when reviews.customer_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_durable_key, {{ reserved_key('missing') }})
        end as customer_durable_key,
        coalesce(dim_product.product_key, {{ reserved_key('missing') }}) as product_key,
        coalesce(dim_product.product_durable_key, {{ reserved_key('missing') }}) as product_durable_key,
        coalesce(dim_customer.is_inferred, false) or coalesce(dim_product.is_inferred, false) as has_inferred_member,
        greatest(
            reviews.changed_in_batch_date,
            coalesce(dim_customer.batch_date, reviews.changed_in_batch_date),
            coalesce(dim_product.batch_date, reviews.changed_in_batch_date)
        ) as shaped_in_batch_date
    from reviews
    left join dim_customer
        on
            'shop|' || reviews.customer_id = dim_customer.party_id
            and reviews.reviewed_at >= dim_customer.valid_from
            and reviews.reviewed_at < dim_customer.valid_to
    left join dim_product
        on
            reviews.product_id = dim_product.product_id
            and reviews.reviewed_at >= dim_product.valid_from
            and reviews.reviewed_at < dim_product.valid_to
    where {{ of_touched('review_id', 'reviews') }}

),

judged as (

    select
        *,
        {{ row_quality(
            is_missing_key(['customer_key', 'product_key']) ~ ' or ' ~ is_missing_date_key(['review_date_key']),
            'has_inferred_member'
        ) | indent(8) }} as row_quality
    from resolved

)

select
    review_id,
    review_date_key,
    {{ time_of_day_key('reviewed_at') }} as review_time_of_day_key,
    customer_key,
    customer_durable_key,
    product_key,
    product_durable_key,
    case
        when {{ clean_key('review_text') }} is null then {{ reserved_key('not_applicable') }}
        else {{ review_text_key('language_code', 'review_text') }}
    end as review_text_key,
    {{ audit_key('shaped_in_batch_date', 'row_quality') }} as audit_key,
    reviewed_at,
    rating,
    shaped_in_batch_date as changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from judged

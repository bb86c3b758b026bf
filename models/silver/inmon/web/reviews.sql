-- grain: one row per product review (review_id)
{{ config(**replace_changed(['review_id'])) }}

with

reviews as (

    select * from {{ ref('stg_web__reviews_history') }}

)

select
    review_id,
    product_id,
    customer_id,
    rating,
    review_text,
    language_code,
    reviewed_at,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from reviews
where is_current
    and {{ is_new_row('reviews') }}

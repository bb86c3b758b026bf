-- grain: one row per promotion_id and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_shop__promotions_history'), ['promotion_id']) }}",
    **replace_changed(['promotion_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_shop__promotions_history'), ['promotion_id'], from_the_beginning=true) | indent }}

)

select
    promotion_id,
    holds_from as valid_from,
    promotion_name,
    promotion_type,
    discount_rate,
    category_id,
    channel_scope,
    country_code,
    start_date,
    end_date,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

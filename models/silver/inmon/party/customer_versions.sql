-- grain: one row per customer_id and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_shop__customers_history'), ['customer_id']) }}",
    **replace_changed(['customer_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_shop__customers_history'), ['customer_id'], from_the_beginning=true) | indent }}

)

select
    customer_id,
    holds_from as valid_from,
    email,
    first_name,
    last_name,
    birth_date,
    phone,
    loyalty_tier,
    acquisition_channel,
    registered_at,
    country_code,
    merged_into_customer_id,
    valid_to,
    is_current,
    is_erased,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

-- grain: one row per address_id and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_shop__addresses_history'), ['address_id']) }}",
    **replace_changed(['address_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_shop__addresses_history'), ['address_id'], from_the_beginning=true) | indent }}

)

select
    address_id,
    holds_from as valid_from,
    customer_id,
    address_type,
    street,
    postcode,
    city,
    country_code,
    valid_to,
    is_current,
    is_erased,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

-- grain: one row per member_id and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_pos__loyalty_members_history'), ['member_id']) }}",
    **replace_changed(['member_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_pos__loyalty_members_history'), ['member_id'], from_the_beginning=true) | indent }}

)

select
    member_id,
    holds_from as valid_from,
    first_name,
    last_name,
    email,
    birth_date,
    postcode,
    country_code,
    home_location_id,
    joined_date,
    points_balance,
    valid_to,
    is_current,
    is_erased,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

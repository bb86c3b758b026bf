-- grain: one row per location_id and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_erp__locations_history'), ['location_id']) }}",
    **replace_changed(['location_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_erp__locations_history'), ['location_id'], from_the_beginning=true) | indent }}

)

select
    location_id,
    holds_from as valid_from,
    location_name,
    location_type,
    country_code,
    city,
    postcode,
    time_zone,
    opened_date,
    floor_area_square_metres,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

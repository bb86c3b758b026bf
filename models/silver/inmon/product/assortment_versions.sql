-- grain: one row per location_id, product_id, listed_from_date and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(
        ref('stg_erp__assortments_history'), ['location_id', 'product_id', 'listed_from_date']
    ) }}",
    **replace_changed(['location_id', 'product_id', 'listed_from_date'])
) }}

with

versions as (

    {{ touched_versions(
        ref('stg_erp__assortments_history'),
        ['location_id', 'product_id', 'listed_from_date']
    ) | indent }}

)

select
    location_id,
    product_id,
    listed_from_date,
    valid_from,
    listed_until_date,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

-- grain: one row per category_id and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_erp__categories_history'), ['category_id']) }}",
    **replace_changed(['category_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_erp__categories_history'), ['category_id'], from_the_beginning=true) | indent }}

)

select
    category_id,
    holds_from as valid_from,
    parent_category_id,
    category_name,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

-- grain: one row per product_id and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_erp__products_history'), ['product_id']) }}",
    **replace_changed(['product_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_erp__products_history'), ['product_id'], from_the_beginning=true) | indent }}

)

select
    product_id,
    holds_from as valid_from,
    product_name,
    product_type,
    category_id,
    brand,
    colour,
    size_label,
    weight_grams,
    download_megabytes,
    units_per_case,
    unit_cost_amount,
    launch_date,
    is_discontinued,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

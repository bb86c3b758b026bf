-- grain: one row per supplier_id and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_erp__suppliers_history'), ['supplier_id']) }}",
    **replace_changed(['supplier_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_erp__suppliers_history'), ['supplier_id'], from_the_beginning=true) | indent }}

)

select
    supplier_id,
    holds_from as valid_from,
    supplier_name,
    country_code,
    lead_time_days,
    quality_grade,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

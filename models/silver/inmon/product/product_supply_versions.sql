-- grain: one row per product_id, supplier_id and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(
        ref('stg_erp__product_suppliers_history'), ['product_id', 'supplier_id']
    ) }}",
    **replace_changed(['product_id', 'supplier_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_erp__product_suppliers_history'), ['product_id', 'supplier_id']) | indent }}

)

select
    product_id,
    supplier_id,
    valid_from,
    supply_share,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

-- grain: one row per product_id, currency_code, start_date and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(
        ref('stg_erp__price_list_history'), ['product_id', 'currency_code', 'start_date']
    ) }}",
    **replace_changed(['product_id', 'currency_code', 'start_date'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_erp__price_list_history'), ['product_id', 'currency_code', 'start_date']) | indent }}

)

select
    product_id,
    currency_code,
    start_date,
    valid_from,
    list_price,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

-- grain: one row per currency_code and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_reference__currencies_history'), ['currency_code']) }}",
    **replace_changed(['currency_code'])
) }}

with

versions as (

    {{ touched_versions(
        ref('stg_reference__currencies_history'),
        ['currency_code'],
        from_the_beginning=true
    ) | indent }}

)

select
    currency_code,
    holds_from as valid_from,
    currency_name,
    decimal_places,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

-- grain: one row per country_code and version
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_reference__countries_history'), ['country_code']) }}",
    **replace_changed(['country_code'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_reference__countries_history'), ['country_code'], from_the_beginning=true) | indent }}

)

select
    country_code,
    holds_from as valid_from,
    country_name,
    currency_code,
    vat_rate,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from versions

-- grain: one row per currency_code and rate_date
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_finance__fx_rates_history'), ['currency_code', 'rate_date']) }}",
    **replace_changed(['currency_code', 'rate_date'])
) }}

with

fx_rates as (

    {{ touched_versions(ref('stg_finance__fx_rates_history'), ['currency_code', 'rate_date']) | indent }}

)

select
    currency_code,
    rate_date,
    eur_per_unit,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from fx_rates
where is_current

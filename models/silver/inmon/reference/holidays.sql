-- grain: one row per country_code and holiday_date
{{ config(
    post_hook="{{ delete_keys_that_are_gone(
        ref('stg_reference__holidays_history'), ['country_code', 'holiday_date']
    ) }}",
    **replace_changed(['country_code', 'holiday_date'])
) }}

with

holidays as (

    {{ touched_versions(ref('stg_reference__holidays_history'), ['country_code', 'holiday_date']) | indent }}

)

select
    country_code,
    holiday_date,
    holiday_name,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from holidays
where is_current

-- grain: one row per month_date, category_id and revision_number
{{ config(
    post_hook="{{ delete_keys_that_are_gone(
        ref('stg_finance__sales_forecasts_history'), ['month_date', 'category_id', 'revision_number']
    ) }}",
    **replace_changed(['month_date', 'category_id', 'revision_number'])
) }}

with

sales_forecasts as (

    {{ touched_versions(
        ref('stg_finance__sales_forecasts_history'),
        ['month_date', 'category_id', 'revision_number']
    ) | indent }}

)

select
    month_date,
    category_id,
    revision_number,
    planned_unit_count,
    planned_net_revenue_eur,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from sales_forecasts
where is_current

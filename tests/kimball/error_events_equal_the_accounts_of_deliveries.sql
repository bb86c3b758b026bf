-- Each delivery has as many error events as it has refused rows: warnings for the duplicates, which lose nothing, and
-- errors for the rows in quarantine.
with

stg_delivery_accounts as (

    select * from {{ ref('stg_delivery_accounts') }}

),

error_events as (

    select
        fct_error_events.record_source,
        fct_error_events.batch_date,
        fct_error_events.delivery_number,
        sum(case when dim_error_rule.severity = 'warning' then 1 else 0 end) as warning_count,
        sum(case when dim_error_rule.severity in ('error', 'critical') then 1 else 0 end) as error_count
    from {{ ref('fct_error_events') }} as fct_error_events
    inner join {{ ref('dim_error_rule') }} as dim_error_rule
        on fct_error_events.error_rule_key = dim_error_rule.error_rule_key
    group by fct_error_events.record_source, fct_error_events.batch_date, fct_error_events.delivery_number

)

select
    coalesce(stg_delivery_accounts.record_source, error_events.record_source) as record_source,
    coalesce(stg_delivery_accounts.batch_date, error_events.batch_date) as batch_date,
    coalesce(stg_delivery_accounts.delivery_number, error_events.delivery_number) as delivery_number,
    stg_delivery_accounts.duplicate_row_count,
    error_events.warning_count,
    stg_delivery_accounts.quarantined_row_count,
    error_events.error_count
from stg_delivery_accounts
full join error_events
    on
        stg_delivery_accounts.record_source = error_events.record_source
        and stg_delivery_accounts.batch_date = error_events.batch_date
        and stg_delivery_accounts.delivery_number = error_events.delivery_number
where stg_delivery_accounts.duplicate_row_count is distinct from coalesce(error_events.warning_count, 0)
    or stg_delivery_accounts.quarantined_row_count is distinct from coalesce(error_events.error_count, 0)

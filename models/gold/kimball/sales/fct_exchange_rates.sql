-- grain: one row per currency and UTC day, from the first day with a rate to the project's today
{{ config(**replace_changed(['currency_key', 'date_key'])) }}

with

currencies as (

    select * from {{ ref('currencies') }}

),

fx_rates as (

    select * from {{ ref('fx_rates') }}

),

dim_date as (

    select * from {{ ref('dim_date') }}

),

rates as (

    {{ rates_by_day('fx_rates') | indent }}

),

days as (

    select
        date_key,
        date_day
    from dim_date
    where date_day >= (select min(rate_date) from fx_rates)
        and date_day <= {{ as_of_date() }}

),

daily as (

    select
        days.date_key,
        {{ currency_key('currencies.currency_code') }} as currency_key,
        case
            when currencies.currency_code = {{ reporting_currency() }} then {{ reserved_date_key('not_applicable') }}
            else {{ date_key('rates.first_date') }}
        end as published_date_key,
        rates.eur_per_unit,
        case
            when currencies.currency_code = {{ reporting_currency() }} then 0
            else cast(days.date_day - rates.first_date as integer)
        end as carried_over_day_count,
        greatest(currencies.batch_date, coalesce(rates.batch_date, currencies.batch_date)) as changed_in_batch_date,
        {{ row_quality('false', 'currencies.is_inferred') }} as row_quality
    from days
    inner join rates
        on days.date_day >= rates.first_date and days.date_day < rates.until_date
    inner join currencies
        on rates.currency_code = currencies.currency_code

)

select
    currency_key,
    date_key,
    published_date_key,
    {{ audit_key('changed_in_batch_date', 'row_quality') }} as audit_key,
    eur_per_unit,
    carried_over_day_count > 0 as is_carried_over,
    carried_over_day_count,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from daily

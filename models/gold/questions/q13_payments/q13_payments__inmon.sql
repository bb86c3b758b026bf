-- grain: one row per month of the attempt and payment method
with

payment_versions as (

    select * from {{ ref('payment_versions') }}

),

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }}

),

fx_rates as (

    select * from {{ ref('fx_rates') }}

),

rates as (

    {{ rates_by_day('fx_rates') | indent }}

),

valued_payments as (

    -- a payment is worth what its sale is: at the rate of the sale's day, of its own while nothing describes the sale
    select
        payment_versions.payment_method,
        payment_versions.payment_status,
        payment_versions.amount,
        payment_versions.currency_code,
        payment_versions.attempted_at,
        cast(coalesce(sales_order_versions.ordered_at, payment_versions.attempted_at) as date) as valued_date
    from payment_versions
    left join sales_order_versions
        on
            payment_versions.sales_order_id = sales_order_versions.sales_order_id
            and sales_order_versions.is_current
    where payment_versions.is_current

),

attempts as (

    select
        cast(date_trunc('month', valued_payments.attempted_at) as date) as month_date,
        valued_payments.payment_method,
        case when valued_payments.payment_status = 'failed' then 1 else 0 end as failure_count,
        case
            when {{ is_money_taken('valued_payments.payment_status') }}
                then {{ in_reporting_currency('valued_payments.amount', 'rates.eur_per_unit') }}
            else 0
        end as captured_amount_eur
    from valued_payments
    left join rates
        on
            valued_payments.currency_code = rates.currency_code
            and valued_payments.valued_date >= rates.first_date
            and valued_payments.valued_date < rates.until_date

),

counted as (

    select
        month_date,
        payment_method,
        count(*) as attempt_count,
        cast(sum(failure_count) as bigint) as failure_count,
        cast(sum(captured_amount_eur) as decimal(18, 2)) as captured_amount_eur
    from attempts
    group by month_date, payment_method

)

select
    month_date,
    payment_method,
    attempt_count,
    failure_count,
    {{ ratio('failure_count', 'attempt_count') }} as failure_rate,
    captured_amount_eur
from counted

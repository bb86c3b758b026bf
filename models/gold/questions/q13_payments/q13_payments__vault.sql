-- grain: one row per month of the attempt and payment method
with

bsat_order as (

    select * from {{ ref('bsat_order') }}

),

fx_rates as (

    {{ present_rows(ref('ref_fx_rate'), ['currency_code', 'rate_date']) | indent }}

),

rates as (

    {{ rates_by_day('fx_rates') | indent }}

),

web_payments as (

    {{ present_rows(ref('nhl_payment'), ['payment_id']) | indent }}

),

payments as (

    select
        order_hash_key,
        payment_method,
        payment_status,
        amount,
        currency_code,
        attempted_at
    from web_payments

    union all

    -- a receipt of a store is paid
    select
        order_hash_key,
        payment_method,
        'captured' as payment_status,
        total_amount as amount,
        currency_code,
        ordered_at as attempted_at
    from bsat_order
    where channel = 'store'

),

valued_payments as (

    -- a payment is worth what its sale is: at the rate of the sale's day, of its own while nothing describes the sale
    select
        payments.payment_method,
        payments.payment_status,
        payments.amount,
        payments.currency_code,
        payments.attempted_at,
        cast(coalesce(bsat_order.ordered_at, payments.attempted_at) as date) as valued_date
    from payments
    left join bsat_order
        on payments.order_hash_key = bsat_order.order_hash_key

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

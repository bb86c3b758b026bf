-- What the star says was paid is what the sources delivered, to the cent, for each UTC day, currency and status.
with

web_payments as (

    select * from {{ ref('stg_shop__payments_history') }} where is_current

),

receipts as (

    select * from {{ ref('stg_pos__receipts_history') }} where is_current and receipt_type = 'sale'

),

fct_payments as (

    select * from {{ ref('fct_payments') }}

),

delivered as (

    select
        cast(attempted_at as date) as attempted_date,
        currency_code,
        payment_status,
        amount
    from web_payments

    union all

    select
        cast(sold_at as date) as attempted_date,
        currency_code,
        'captured' as payment_status,
        total_amount as amount
    from receipts

),

delivered_sums as (

    select
        attempted_date,
        currency_code,
        payment_status,
        count(*) as attempt_count,
        sum(amount) as amount
    from delivered
    group by attempted_date, currency_code, payment_status

),

star_sums as (

    select
        cast(fct_payments.attempted_at as date) as attempted_date,
        dim_currency.currency_code,
        fct_payments.payment_status,
        sum(fct_payments.attempt_count) as attempt_count,
        sum(fct_payments.amount) as amount,
        sum(fct_payments.captured_amount) as captured_amount,
        sum(fct_payments.failure_count) as failure_count
    from fct_payments
    inner join {{ ref('dim_currency') }} as dim_currency
        on fct_payments.currency_key = dim_currency.currency_key
    group by cast(fct_payments.attempted_at as date), dim_currency.currency_code, fct_payments.payment_status

)

select
    coalesce(delivered_sums.attempted_date, star_sums.attempted_date) as attempted_date,
    coalesce(delivered_sums.currency_code, star_sums.currency_code) as currency_code,
    coalesce(delivered_sums.payment_status, star_sums.payment_status) as payment_status,
    delivered_sums.amount as delivered_amount,
    star_sums.amount as star_amount
from delivered_sums
full join star_sums
    on
        delivered_sums.attempted_date = star_sums.attempted_date
        and delivered_sums.currency_code = star_sums.currency_code
        and delivered_sums.payment_status = star_sums.payment_status
where delivered_sums.attempt_count is distinct from star_sums.attempt_count
    or delivered_sums.amount is distinct from star_sums.amount
    or star_sums.captured_amount
    <> case when star_sums.payment_status in ('captured', 'refunded') then star_sums.amount else 0 end
    or star_sums.failure_count <> case when star_sums.payment_status = 'failed' then star_sums.attempt_count else 0 end

-- grain: one row per month of the attempt and payment method
with

fct_payments as (

    select * from {{ ref('fct_payments') }}

),

dim_date as (

    select * from {{ ref('dim_date') }}

),

dim_payment_method as (

    select * from {{ ref('dim_payment_method') }}

)

select
    dim_date.month_date,
    dim_payment_method.payment_method,
    cast(sum(fct_payments.attempt_count) as bigint) as attempt_count,
    cast(sum(fct_payments.failure_count) as bigint) as failure_count,
    {{ ratio('sum(fct_payments.failure_count)', 'sum(fct_payments.attempt_count)') }} as failure_rate,
    cast(sum(fct_payments.captured_amount_eur) as decimal(18, 2)) as captured_amount_eur
from fct_payments
inner join dim_date
    on fct_payments.attempt_date_key = dim_date.date_key
inner join dim_payment_method
    on fct_payments.payment_method_key = dim_payment_method.payment_method_key
group by dim_date.month_date, dim_payment_method.payment_method

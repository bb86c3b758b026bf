-- grain: one row per month of the attempt and payment method
with

obt_orders as (

    select * from {{ ref('obt_orders') }}

),

payments as (

    {{ nested_rows('obt_orders', 'payments', {
        'attempt_month_date': 'date', 'payment_method': dbt.type_string(), 'failure_count': 'integer',
        'captured_amount_eur': 'decimal(18, 2)',
    }) | indent }}

)

select
    attempt_month_date as month_date,
    payment_method,
    count(*) as attempt_count,
    cast(sum(failure_count) as bigint) as failure_count,
    {{ ratio('sum(failure_count)', 'count(*)') }} as failure_rate,
    cast(sum(captured_amount_eur) as decimal(18, 2)) as captured_amount_eur
from payments
group by attempt_month_date, payment_method

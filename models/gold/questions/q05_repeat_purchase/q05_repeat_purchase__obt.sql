-- grain: one row per cohort and month since its first, from 0 to 11 as far as time has got
with

obt_orders as (

    select
        customer_durable_key,
        customer_cohort_month_date as cohort_month,
        {{ months_between('customer_cohort_month_date', 'order_month_date') }} as months_since,
        line_count
    from {{ ref('obt_orders') }}
    where not is_cancelled and customer_cohort_month_date is not null

),

months (months_since) as (

    values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11)

),

cohorts as (

    select
        cohort_month,
        count(distinct customer_durable_key) as cohort_size
    from obt_orders
    group by cohort_month

),

active as (

    select
        cohort_month,
        months_since,
        count(distinct customer_durable_key) as active_customer_count
    from obt_orders
    where line_count > 0
    group by cohort_month, months_since

),

counted as (

    select
        cohorts.cohort_month,
        months.months_since,
        cohorts.cohort_size,
        coalesce(active.active_customer_count, 0) as active_customer_count
    from cohorts
    inner join months
        on months.months_since <= {{ months_between('cohorts.cohort_month', as_of_date()) }}
    left join active
        on cohorts.cohort_month = active.cohort_month and months.months_since = active.months_since

)

select
    cohort_month,
    months_since,
    cohort_size,
    active_customer_count,
    {{ ratio('active_customer_count', 'cohort_size') }} as repeat_rate
from counted

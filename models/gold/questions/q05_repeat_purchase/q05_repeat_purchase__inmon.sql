-- grain: one row per cohort and month since its first, from 0 to 11 as far as time has got
with

{{ sold_lines() }},

first_sales as (

    {{ first_sales('sales', 'person_id') | indent }}

),

cohorts as (

    select
        cohort_month_date,
        count(*) as cohort_size
    from first_sales
    group by cohort_month_date

),

months (months_since) as (

    values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11)

),

active as (

    select
        first_sales.cohort_month_date,
        {{ months_between('first_sales.cohort_month_date', 'sold_lines.month_date') }} as months_since,
        count(distinct sold_lines.person_id) as active_customer_count
    from first_sales
    inner join sold_lines
        on first_sales.person_id = sold_lines.person_id
    group by
        first_sales.cohort_month_date, {{ months_between('first_sales.cohort_month_date', 'sold_lines.month_date') }}

),

counted as (

    select
        cohorts.cohort_month_date as cohort_month,
        months.months_since,
        cohorts.cohort_size,
        coalesce(active.active_customer_count, 0) as active_customer_count
    from cohorts
    inner join months
        on months.months_since <= {{ months_between('cohorts.cohort_month_date', as_of_date()) }}
    left join active
        on cohorts.cohort_month_date = active.cohort_month_date and months.months_since = active.months_since

)

select
    cohort_month,
    months_since,
    cohort_size,
    active_customer_count,
    {{ ratio('active_customer_count', 'cohort_size') }} as repeat_rate
from counted

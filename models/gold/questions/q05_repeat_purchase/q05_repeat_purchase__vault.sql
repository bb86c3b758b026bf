-- grain: one row per cohort and month since its first, from 0 to 11 as far as time has got
with

bsat_order as (

    select * from {{ ref('bsat_order') }}

),

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

sal_customer_matched as (

    select * from {{ ref('sal_customer_matched') }}

),

sales as (

    -- sales of nobody known fall away: the ghost record stands for no person
    select
        bsat_order.order_hash_key,
        bsat_order.sales_order_id,
        bsat_order.ordered_at,
        bsat_order.is_cancelled,
        sal_customer_matched.surviving_customer_hash_key as person_hash_key
    from bsat_order
    inner join sal_customer_matched
        on bsat_order.customer_hash_key = sal_customer_matched.customer_hash_key

),

first_sales as (

    {{ first_sales('sales', 'person_hash_key') | indent }}

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

bought as (

    select
        first_sales.cohort_month_date,
        sales.person_hash_key,
        {{ months_between('first_sales.cohort_month_date', 'bsat_order_line.ordered_at') }} as months_since
    from bsat_order_line
    inner join sales
        on bsat_order_line.order_hash_key = sales.order_hash_key
    inner join first_sales
        on sales.person_hash_key = first_sales.person_hash_key

),

active as (

    select
        cohort_month_date,
        months_since,
        count(distinct person_hash_key) as active_customer_count
    from bought
    group by cohort_month_date, months_since

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

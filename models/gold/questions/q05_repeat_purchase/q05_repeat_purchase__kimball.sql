-- grain: one row per cohort and month since its first, from 0 to 11 as far as time has got
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }} where not is_cancelled

),

dim_customer_current as (

    select * from {{ ref('dim_customer_current') }} where cohort_month_date is not null

),

dim_order_date as (

    select * from {{ ref('dim_order_date') }}

),

dim_month as (

    select * from {{ ref('dim_month') }} where month_date <= {{ as_of_date() }}

),

cohorts as (

    select
        cohort_month_date,
        count(*) as cohort_size
    from dim_customer_current
    group by cohort_month_date

),

active as (

    select
        dim_customer_current.cohort_month_date,
        dim_order_date.order_month_date,
        count(distinct fct_order_lines.customer_durable_key) as active_customer_count
    from fct_order_lines
    inner join dim_customer_current
        on fct_order_lines.customer_durable_key = dim_customer_current.customer_durable_key
    inner join dim_order_date
        on fct_order_lines.order_date_key = dim_order_date.order_date_key
    group by dim_customer_current.cohort_month_date, dim_order_date.order_month_date

),

counted as (

    select
        cohorts.cohort_month_date as cohort_month,
        {{ months_between('cohorts.cohort_month_date', 'dim_month.month_date') }} as months_since,
        cohorts.cohort_size,
        coalesce(active.active_customer_count, 0) as active_customer_count
    from cohorts
    inner join dim_month
        on cohorts.cohort_month_date <= dim_month.month_date
    left join active
        on
            cohorts.cohort_month_date = active.cohort_month_date
            and dim_month.month_date = active.order_month_date

)

select
    cohort_month,
    months_since,
    cohort_size,
    active_customer_count,
    {{ ratio('active_customer_count', 'cohort_size') }} as repeat_rate
from counted
where months_since <= 11

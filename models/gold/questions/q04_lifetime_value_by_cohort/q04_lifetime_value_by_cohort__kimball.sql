-- grain: one row per month in which persons bought for the first time
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }} where not is_cancelled

),

fct_returns as (

    select * from {{ ref('fct_returns') }}

),

dim_customer_current as (

    select * from {{ ref('dim_customer_current') }} where cohort_month_date is not null

),

persons as (

    select
        cohort_month_date,
        count(*) as customer_count
    from dim_customer_current
    group by cohort_month_date

),

sold as (

    select
        dim_customer_current.cohort_month_date,
        count(distinct fct_order_lines.sales_order_id) as order_count,
        sum(fct_order_lines.net_revenue_eur) as net_revenue_eur
    from fct_order_lines
    inner join dim_customer_current
        on fct_order_lines.customer_durable_key = dim_customer_current.customer_durable_key
    group by dim_customer_current.cohort_month_date

),

returned as (

    select
        dim_customer_current.cohort_month_date,
        sum(fct_returns.net_revenue_returned_eur) as net_revenue_returned_eur
    from fct_returns
    inner join dim_customer_current
        on fct_returns.customer_durable_key = dim_customer_current.customer_durable_key
    group by dim_customer_current.cohort_month_date

),

cohorts as (

    select
        persons.cohort_month_date as cohort_month,
        persons.customer_count,
        coalesce(sold.order_count, 0) as order_count,
        cast(
            coalesce(sold.net_revenue_eur, 0) - coalesce(returned.net_revenue_returned_eur, 0) as decimal(18, 2)
        ) as net_revenue_after_returns_eur
    from persons
    left join sold
        on persons.cohort_month_date = sold.cohort_month_date
    left join returned
        on persons.cohort_month_date = returned.cohort_month_date

)

select
    cohort_month,
    customer_count,
    order_count,
    net_revenue_after_returns_eur,
    {{ ratio('net_revenue_after_returns_eur', 'customer_count', 2) }} as value_per_customer_eur
from cohorts

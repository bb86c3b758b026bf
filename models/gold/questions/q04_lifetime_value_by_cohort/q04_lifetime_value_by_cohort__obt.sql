-- grain: one row per month in which persons bought for the first time
with

obt_orders as (

    select * from {{ ref('obt_orders') }} where not is_cancelled and customer_cohort_month_date is not null

),

cohorts as (

    select
        customer_cohort_month_date as cohort_month,
        count(distinct customer_durable_key) as customer_count,
        count(case when line_count > 0 then 1 end) as order_count,
        cast(sum(net_revenue_eur - net_revenue_returned_eur) as decimal(18, 2)) as net_revenue_after_returns_eur
    from obt_orders
    group by customer_cohort_month_date

)

select
    cohort_month,
    customer_count,
    order_count,
    net_revenue_after_returns_eur,
    {{ ratio('net_revenue_after_returns_eur', 'customer_count', 2) }} as value_per_customer_eur
from cohorts

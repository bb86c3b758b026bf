-- grain: one row per month in which persons bought for the first time
with

{{ sold_lines() }},

{{ returned_lines() }},

first_sales as (

    {{ first_sales('sales', 'person_id') | indent }}

),

bought as (

    select
        person_id,
        count(distinct sales_order_id) as order_count,
        sum(net_revenue_eur) as net_revenue_eur
    from sold_lines
    group by person_id

),

brought_back as (

    select
        sales.person_id,
        sum(returned_lines.net_revenue_returned_eur) as net_revenue_returned_eur
    from returned_lines
    inner join sales
        on returned_lines.sales_order_id = sales.sales_order_id
    group by sales.person_id

),

cohorts as (

    select
        first_sales.cohort_month_date as cohort_month,
        count(*) as customer_count,
        cast(sum(coalesce(bought.order_count, 0)) as bigint) as order_count,
        cast(
            sum(coalesce(bought.net_revenue_eur, 0) - coalesce(brought_back.net_revenue_returned_eur, 0))
            as decimal(18, 2)
        ) as net_revenue_after_returns_eur
    from first_sales
    left join bought
        on first_sales.person_id = bought.person_id
    left join brought_back
        on first_sales.person_id = brought_back.person_id
    group by first_sales.cohort_month_date

)

select
    cohort_month,
    customer_count,
    order_count,
    net_revenue_after_returns_eur,
    {{ ratio('net_revenue_after_returns_eur', 'customer_count', 2) }} as value_per_customer_eur
from cohorts

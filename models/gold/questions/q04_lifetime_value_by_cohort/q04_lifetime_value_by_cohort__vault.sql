-- grain: one row per month in which persons bought for the first time
with

bsat_order as (

    select * from {{ ref('bsat_order') }}

),

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

bsat_return as (

    select * from {{ ref('bsat_return') }}

),

{{ lines_of_returns('bsat_return', 'bsat_order_line') }},

bsat_customer_value as (

    select * from {{ ref('bsat_customer_value') }}

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

brought_back as (

    select
        sales.person_hash_key,
        sum(returned_lines.net_revenue_returned_eur) as net_revenue_returned_eur
    from returned_lines
    inner join sales
        on returned_lines.sales_order_id = sales.sales_order_id
    group by sales.person_hash_key

),

cohorts as (

    select
        first_sales.cohort_month_date as cohort_month,
        count(*) as customer_count,
        cast(sum(coalesce(bsat_customer_value.order_count, 0)) as bigint) as order_count,
        cast(
            sum(
                coalesce(bsat_customer_value.net_revenue_eur, 0)
                - coalesce(brought_back.net_revenue_returned_eur, 0)
            ) as decimal(18, 2)
        ) as net_revenue_after_returns_eur
    from first_sales
    left join bsat_customer_value
        on first_sales.person_hash_key = bsat_customer_value.customer_hash_key
    left join brought_back
        on first_sales.person_hash_key = brought_back.person_hash_key
    group by first_sales.cohort_month_date

)

select
    cohort_month,
    customer_count,
    order_count,
    net_revenue_after_returns_eur,
    {{ ratio('net_revenue_after_returns_eur', 'customer_count', 2) }} as value_per_customer_eur
from cohorts

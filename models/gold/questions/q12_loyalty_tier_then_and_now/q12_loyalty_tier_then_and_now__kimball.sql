-- grain: one row per month, tier of the buyer at the sale and tier of the buyer now
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }} where not is_cancelled

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

dim_order_date as (

    select * from {{ ref('dim_order_date') }}

)

select
    dim_order_date.order_month_date as month_date,
    coalesce(dim_customer.loyalty_tier, 'no tier') as tier_then,
    coalesce(dim_customer.current_loyalty_tier, 'no tier') as tier_now,
    count(distinct fct_order_lines.sales_order_id) as order_count,
    cast(sum(fct_order_lines.net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from fct_order_lines
inner join dim_customer
    on fct_order_lines.customer_key = dim_customer.customer_key
inner join dim_order_date
    on fct_order_lines.order_date_key = dim_order_date.order_date_key
group by dim_order_date.order_month_date, dim_customer.loyalty_tier, dim_customer.current_loyalty_tier

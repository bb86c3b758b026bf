-- grain: one row per month, tier of the buyer at the sale and tier of the buyer now
with

{{ sold_lines() }},

customer_versions as (

    select * from {{ ref('customer_versions') }}

),

customers_in_time as (

    {{ continuous_versions('customers', 'customer_versions', 'customer_id', ['loyalty_tier']) | indent }}

),

tiered_lines as (

    select
        sold_lines.sales_order_id,
        sold_lines.month_date,
        coalesce(customers_then.loyalty_tier, 'no tier') as tier_then,
        coalesce(customers_now.loyalty_tier, 'no tier') as tier_now,
        sold_lines.net_revenue_eur
    from sold_lines
    left join customers_in_time as customers_then
        on
            sold_lines.customer_id = customers_then.customer_id
            and sold_lines.ordered_at >= customers_then.valid_from
            and sold_lines.ordered_at < customers_then.valid_to
    left join customers_in_time as customers_now
        on sold_lines.customer_id = customers_now.customer_id and customers_now.is_current

)

select
    month_date,
    tier_then,
    tier_now,
    count(distinct sales_order_id) as order_count,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from tiered_lines
group by month_date, tier_then, tier_now

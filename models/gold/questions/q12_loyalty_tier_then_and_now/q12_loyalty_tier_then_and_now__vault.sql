-- grain: one row per month, tier of the buyer at the sale and tier of the buyer now
with

bsat_order as (

    select * from {{ ref('bsat_order') }}

),

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

tiers as (

    select
        pit_customer.customer_hash_key,
        profiles.loyalty_tier,
        pit_customer.valid_from,
        pit_customer.valid_to,
        pit_customer.is_current
    from {{ ref('pit_customer') }} as pit_customer
    inner join {{ ref('sat_shop_customer_profile') }} as profiles
        on
            pit_customer.customer_hash_key = profiles.customer_hash_key
            and pit_customer.shop_profile_hash_diff = profiles.hash_diff

),

tiered_lines as (

    select
        bsat_order_line.order_hash_key,
        cast(date_trunc('month', bsat_order_line.ordered_at) as date) as month_date,
        coalesce(tiers_then.loyalty_tier, 'no tier') as tier_then,
        coalesce(tiers_now.loyalty_tier, 'no tier') as tier_now,
        bsat_order_line.net_revenue_eur
    from bsat_order_line
    inner join bsat_order
        on bsat_order_line.order_hash_key = bsat_order.order_hash_key
    left join tiers as tiers_then
        on
            bsat_order.customer_hash_key = tiers_then.customer_hash_key
            and bsat_order_line.ordered_at >= tiers_then.valid_from
            and bsat_order_line.ordered_at < tiers_then.valid_to
    left join tiers as tiers_now
        on bsat_order.customer_hash_key = tiers_now.customer_hash_key and tiers_now.is_current

)

select
    month_date,
    tier_then,
    tier_now,
    count(distinct order_hash_key) as order_count,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from tiered_lines
group by month_date, tier_then, tier_now

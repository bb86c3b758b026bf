-- grain: one row per person with a sale that counts (customer_hash_key of the record that stands for the person)
{{ config(materialized='view') }}

with

lines as (

    select
        matched.surviving_customer_hash_key as customer_hash_key,
        order_lines.order_hash_key,
        order_lines.ordered_at,
        order_lines.net_revenue_eur
    from {{ ref('bsat_order_line') }} as order_lines
    inner join {{ ref('bsat_order') }} as orders
        on order_lines.order_hash_key = orders.order_hash_key
    inner join {{ ref('sal_customer_matched') }} as matched
        on orders.customer_hash_key = matched.customer_hash_key
    where not order_lines.is_cancelled

)

select
    customer_hash_key,
    min(ordered_at) as first_ordered_at,
    max(ordered_at) as last_ordered_at,
    count(distinct order_hash_key) as order_count,
    sum(net_revenue_eur) as net_revenue_eur
from lines
group by customer_hash_key

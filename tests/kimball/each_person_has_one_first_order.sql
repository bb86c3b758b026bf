-- Of the sales of a person, in any channel, one at most is the first: it counts, and no other that counts is earlier.
with

sales as (

    select
        fct_order_lines.customer_durable_key,
        fct_order_lines.sales_order_id,
        fct_order_lines.ordered_at,
        fct_order_lines.is_cancelled,
        dim_order_profile.is_first_order
    from {{ ref('fct_order_lines') }} as fct_order_lines
    inner join {{ ref('dim_order_profile') }} as dim_order_profile
        on fct_order_lines.order_profile_key = dim_order_profile.order_profile_key
    where fct_order_lines.customer_durable_key <> {{ reserved_key('not_applicable') }}

)

select
    customer_durable_key,
    count(distinct case when is_first_order then sales_order_id end) as first_order_count,
    min(case when is_first_order then ordered_at end) as first_ordered_at,
    min(case when not is_cancelled then ordered_at end) as earliest_ordered_at
from sales
group by customer_durable_key
having count(distinct case when is_first_order then sales_order_id end) > 1
    or min(case when is_first_order then ordered_at end) > min(case when not is_cancelled then ordered_at end)
    or count(case when is_first_order and is_cancelled then 1 end) > 0
    or count(case when is_first_order is null then 1 end) > 0

-- grain: one row per day on which sessions began and channel that they came from
with

obt_sessions as (

    select * from {{ ref('obt_sessions') }}

)

select
    session_date,
    coalesce(channel, 'unknown') as channel,
    count(*) as session_count,
    count(case when has_product_view then 1 end) as with_product_view,
    count(case when has_cart then 1 end) as with_cart,
    count(case when has_order then 1 end) as with_order
from obt_sessions
group by session_date, channel

-- grain: one row per day on which sessions began and channel that they came from
with

fct_sessions as (

    select * from {{ ref('fct_sessions') }}

),

dim_date as (

    select * from {{ ref('dim_date') }}

)

select
    dim_date.date_day as session_date,
    coalesce(fct_sessions.channel, 'unknown') as channel,
    count(*) as session_count,
    count(case when fct_sessions.has_product_view then 1 end) as with_product_view,
    count(case when fct_sessions.has_cart then 1 end) as with_cart,
    count(case when fct_sessions.has_order then 1 end) as with_order
from fct_sessions
inner join dim_date
    on fct_sessions.start_date_key = dim_date.date_key
group by dim_date.date_day, fct_sessions.channel

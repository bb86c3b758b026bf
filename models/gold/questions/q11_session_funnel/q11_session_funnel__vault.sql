-- grain: one row per day on which sessions began and channel that they came from
with

present_events as (

    {{ present_rows(ref('nhl_web_event'), ['event_id']) | indent }}

),

hub_visitor as (

    select * from {{ ref('hub_visitor') }}

),

web_events as (

    select
        present_events.event_id,
        present_events.event_type,
        present_events.traffic_source,
        present_events.occurred_at,
        hub_visitor.visitor_id
    from present_events
    inner join hub_visitor
        on present_events.visitor_hash_key = hub_visitor.visitor_hash_key

),

session_events as (

    {{ sessions('web_events') | indent }}

),

visits as (

    select
        session_events.session_id,
        cast(session_events.session_started_at as date) as session_date,
        max(case when web_events.event_id = session_events.session_id then web_events.traffic_source end) as channel,
        max(case when web_events.event_type = 'product_view' then 1 else 0 end) as has_product_view,
        max(case when web_events.event_type = 'add_to_cart' then 1 else 0 end) as has_cart,
        max(case when web_events.event_type = 'order' then 1 else 0 end) as has_order
    from session_events
    inner join web_events
        on session_events.event_id = web_events.event_id
    group by session_events.session_id, session_events.session_started_at

)

select
    session_date,
    coalesce(channel, 'unknown') as channel,
    count(*) as session_count,
    cast(sum(has_product_view) as bigint) as with_product_view,
    cast(sum(has_cart) as bigint) as with_cart,
    cast(sum(has_order) as bigint) as with_order
from visits
group by session_date, channel

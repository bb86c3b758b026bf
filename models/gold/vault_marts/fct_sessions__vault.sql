-- grain: one row per session of a visitor (session_id)
{{ config(materialized='view', alias='fct_sessions') }}

with

dim_customer as (

    select * from {{ ref('dim_customer__vault') }}

),

present_events as (

    {{ present_rows(ref('nhl_web_event'), ['event_id']) | indent }}

),

web_events as (

    select
        present_events.event_id,
        present_events.event_type,
        hub_visitor.visitor_id,
        hub_customer.customer_id,
        hub_order.collision_code || '|' || hub_order.order_id as sales_order_id,
        present_events.device,
        present_events.traffic_source,
        present_events.occurred_at
    from present_events
    inner join {{ ref('hub_visitor') }} as hub_visitor
        on present_events.visitor_hash_key = hub_visitor.visitor_hash_key
    inner join {{ ref('hub_customer') }} as hub_customer
        on present_events.customer_hash_key = hub_customer.customer_hash_key
    inner join {{ ref('hub_order') }} as hub_order
        on present_events.order_hash_key = hub_order.order_hash_key

),

steps as (

    {{ sessions('web_events') | indent }}

),

events as (

    select
        steps.session_id,
        web_events.*,
        row_number() over (
            partition by steps.session_id, web_events.customer_id is null
            order by web_events.occurred_at, web_events.event_id
        ) as customer_position,
        row_number() over (
            partition by steps.session_id, web_events.sales_order_id is null
            order by web_events.occurred_at, web_events.event_id
        ) as sale_position
    from web_events
    inner join steps
        on web_events.event_id = steps.event_id

),

sessions as (

    select
        session_id,
        visitor_id,
        max(case when event_id = session_id then traffic_source end) as channel,
        max(case when event_id = session_id then device end) as device,
        'shop|' || max(case when customer_position = 1 then customer_id end) as party_id,
        max(case when sale_position = 1 then sales_order_id end) as sales_order_id,
        min(occurred_at) as started_at,
        max(occurred_at) as ended_at,
        {% for event_type in ['page_view', 'product_view', 'add_to_cart', 'checkout', 'order'] -%}
            cast(sum(case when event_type = '{{ event_type }}' then 1 else 0 end) as integer) as {{ event_type }}_count,
        {% endfor -%}
        cast(count(*) as integer) as event_count
    from events
    group by session_id, visitor_id

),

resolved as (

    select
        sessions.*,
        {{ date_key('cast(sessions.started_at as date)') }} as start_date_key,
        case
            when sessions.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_key, {{ reserved_key('missing') }})
        end as customer_key,
        case
            when sessions.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_durable_key, {{ reserved_key('missing') }})
        end as customer_durable_key
    from sessions
    left join dim_customer
        on
            sessions.party_id = dim_customer.party_id
            and sessions.started_at >= dim_customer.valid_from
            and sessions.started_at < dim_customer.valid_to

)

select
    session_id,
    visitor_id,
    sales_order_id,
    start_date_key,
    {{ time_of_day_key('started_at') }} as start_time_of_day_key,
    customer_key,
    customer_durable_key,
    channel,
    device,
    started_at,
    ended_at,
    {{ whole_seconds_between('started_at', 'ended_at') }} as duration_seconds,
    event_count,
    page_view_count,
    product_view_count,
    add_to_cart_count,
    checkout_count,
    order_count,
    product_view_count > 0 as has_product_view,
    add_to_cart_count > 0 as has_cart,
    order_count > 0 as has_order
from resolved

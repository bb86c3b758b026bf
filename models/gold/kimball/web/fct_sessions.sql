-- grain: one row per session of a visitor (session_id)
{{ config(post_hook="{{ delete_sessions_that_are_gone() }}", **replace_changed('visitor_id')) }}

with

fct_web_events as (

    select * from {{ ref('fct_web_events') }}

),

web_events as (

    select * from {{ ref('web_events') }}

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

touched as (

    select visitor_id
    from fct_web_events
    where {{ is_new_row('fct_web_events') }}

    {% if is_incremental() -%}
        -- union drops repetitions: a visitor is computed once
        union

        -- what a session takes from an event and the event's own fact does not
        select visitor_id
        from web_events
        where {{ is_new_row('web_events') }}

        union

        {{ visitors_of_changed_customers() | indent(8) }}
    {%- endif %}

),

events as (

    select
        fct_web_events.session_id,
        web_events.*,
        row_number() over (
            partition by fct_web_events.session_id, web_events.customer_id is null
            order by web_events.occurred_at, web_events.event_id
        ) as customer_position,
        row_number() over (
            partition by fct_web_events.session_id, web_events.sales_order_id is null
            order by web_events.occurred_at, web_events.event_id
        ) as sale_position
    from fct_web_events
    inner join web_events
        on fct_web_events.event_id = web_events.event_id
    where {{ of_touched('visitor_id', 'fct_web_events') }}

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
        cast(count(*) as integer) as event_count,
        {% for event_type in ['page_view', 'product_view', 'add_to_cart', 'checkout', 'order'] -%}
            cast(sum(case when event_type = '{{ event_type }}' then 1 else 0 end) as integer) as {{ event_type }}_count,
        {% endfor -%}
        max(changed_in_batch_date) as changed_in_batch_date
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
        end as customer_durable_key,
        dim_customer.is_inferred as has_inferred_member,
        greatest(
            sessions.changed_in_batch_date,
            coalesce(dim_customer.batch_date, sessions.changed_in_batch_date)
        ) as shaped_in_batch_date
    from sessions
    left join dim_customer
        on
            sessions.party_id = dim_customer.party_id
            and sessions.started_at >= dim_customer.valid_from
            and sessions.started_at < dim_customer.valid_to

),

judged as (

    select
        *,
        {{ row_quality(
            is_missing_key(['customer_key']) ~ ' or ' ~ is_missing_date_key(['start_date_key']), 'has_inferred_member'
        ) | indent(8) }} as row_quality
    from resolved

)

select
    session_id,
    visitor_id,
    sales_order_id,
    start_date_key,
    {{ time_of_day_key('started_at') }} as start_time_of_day_key,
    customer_key,
    customer_durable_key,
    {{ audit_key('shaped_in_batch_date', 'row_quality') }} as audit_key,
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
    order_count > 0 as has_order,
    shaped_in_batch_date as changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from judged

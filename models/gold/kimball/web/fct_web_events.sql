-- grain: one row per click-stream event (event_id)
{{ config(post_hook="{{ delete_events_that_are_gone() }}", **replace_changed('visitor_id')) }}

with

web_events as (

    select * from {{ ref('web_events') }}

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

touched as (

    {{ touched_visitors() | indent }}

),

events as (

    select
        *,
        'shop|' || customer_id as party_id
    from web_events
    where {{ of_touched('visitor_id') }}

),

steps as (

    {{ sessions('events') | indent }}

),

session_changes as (

    -- the events of a session shape each other: each has its place among them
    select
        steps.session_id,
        max(events.changed_in_batch_date) as changed_in_batch_date
    from steps
    inner join events
        on steps.event_id = events.event_id
    group by steps.session_id

),

resolved as (

    select
        events.*,
        steps.session_id,
        {{ date_key('cast(events.occurred_at as date)') }} as event_date_key,
        {{ time_of_day_key('events.occurred_at') }} as event_time_of_day_key,
        {{ session_step_key('steps.step_number', 'steps.step_count') }} as session_step_key,
        case
            when events.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_key, {{ reserved_key('missing') }})
        end as customer_key,
        case
            when events.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_durable_key, {{ reserved_key('missing') }})
        end as customer_durable_key,
        case
            when events.product_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_product.product_key, {{ reserved_key('missing') }})
        end as product_key,
        case
            when events.product_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_product.product_durable_key, {{ reserved_key('missing') }})
        end as product_durable_key,
        coalesce(dim_customer.is_inferred, false) or coalesce(dim_product.is_inferred, false) as has_inferred_member,
        greatest(
            session_changes.changed_in_batch_date,
            coalesce(dim_customer.batch_date, session_changes.changed_in_batch_date),
            coalesce(dim_product.batch_date, session_changes.changed_in_batch_date)
        ) as shaped_in_batch_date
    from events
    inner join steps
        on events.event_id = steps.event_id
    inner join session_changes
        on steps.session_id = session_changes.session_id
    left join dim_customer
        on
            events.party_id = dim_customer.party_id
            and events.occurred_at >= dim_customer.valid_from
            and events.occurred_at < dim_customer.valid_to
    left join dim_product
        on
            events.product_id = dim_product.product_id
            and events.occurred_at >= dim_product.valid_from
            and events.occurred_at < dim_product.valid_to

),

judged as (

    select
        *,
        {{ row_quality(
            is_missing_key(['customer_key', 'product_key']) ~ ' or ' ~ is_missing_date_key(['event_date_key']),
            'has_inferred_member'
        ) | indent(8) }} as row_quality
    from resolved

)

select
    event_id,
    session_id,
    visitor_id,
    sales_order_id,
    event_date_key,
    event_time_of_day_key,
    session_step_key,
    customer_key,
    customer_durable_key,
    product_key,
    product_durable_key,
    {{ audit_key('shaped_in_batch_date', 'row_quality') }} as audit_key,
    event_type,
    page_path,
    device,
    traffic_source,
    occurred_at,
    {{ whole_seconds_between('occurred_at', 'received_at') }} as received_lag_seconds,
    shaped_in_batch_date as changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from judged

-- grain: one row per session of a visitor (session_id)
{{ config(post_hook="{{ delete_wide_sessions_that_are_gone() }}", **replace_changed('visitor_id')) }}

with

fct_sessions as (

    select * from {{ ref('fct_sessions') }}

),

fct_web_events as (

    select * from {{ ref('fct_web_events') }}

),

dim_date as (

    select * from {{ ref('dim_date') }}

),

dim_time_of_day as (

    select * from {{ ref('dim_time_of_day') }}

),

dim_session_step as (

    select * from {{ ref('dim_session_step') }}

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

dim_audit as (

    select * from {{ ref('dim_audit') }}

),

touched as (

    select visitor_id
    from fct_sessions
    where {{ is_new_row('fct_sessions') }}
        or customer_key in (select customer_key from dim_customer where {{ is_new_row('dim_customer') }})

    -- union drops repetitions: a visitor is computed once
    union

    select visitor_id
    from fct_web_events
    where {{ is_new_row('fct_web_events') }}

),

steps as (

    select
        fct_web_events.session_id,
        max(fct_web_events.changed_in_batch_date) as changed_in_batch_date,
        {{ nest({
            'step_number': 'dim_session_step.step_number',
            'event_id': 'fct_web_events.event_id',
            'event_type': 'fct_web_events.event_type',
            'page_path': 'fct_web_events.page_path',
            'product_id': 'dim_product.product_id',
            'occurred_at': 'fct_web_events.occurred_at',
        }, ordered_by=['dim_session_step.step_number', 'fct_web_events.event_id']) | indent(8) }} as steps
    from fct_web_events
    inner join dim_session_step
        on fct_web_events.session_step_key = dim_session_step.session_step_key
    inner join dim_product
        on fct_web_events.product_key = dim_product.product_key
    where {{ of_touched('visitor_id', 'fct_web_events') }}
    group by fct_web_events.session_id

)

select
    fct_sessions.session_id,
    fct_sessions.visitor_id,
    fct_sessions.sales_order_id,
    dim_date.date_day as session_date,
    dim_date.month_date as session_month_date,
    dim_date.weekday_name as session_weekday_name,
    dim_time_of_day.day_part as session_day_part,
    fct_sessions.started_at,
    fct_sessions.ended_at,
    fct_sessions.channel,
    fct_sessions.device,
    dim_customer.customer_durable_key,
    {{ masked_record('dim_customer.record_system', 'dim_customer.record_id', 'dim_customer.is_erased') | indent }}
        as customer_label,
    dim_customer.cohort_month_date as customer_cohort_month_date,
    dim_customer.loyalty_tier as customer_tier_at_session,
    dim_customer.current_loyalty_tier as customer_tier_current,
    dim_customer.country_code as customer_country_code_at_session,
    dim_customer.current_country_code as customer_country_code_current,
    fct_sessions.duration_seconds,
    fct_sessions.event_count,
    fct_sessions.page_view_count,
    fct_sessions.product_view_count,
    fct_sessions.add_to_cart_count,
    fct_sessions.checkout_count,
    fct_sessions.order_count,
    fct_sessions.has_product_view,
    fct_sessions.has_cart,
    fct_sessions.has_order,
    steps.steps,
    dim_audit.row_quality,
    greatest(fct_sessions.changed_in_batch_date, steps.changed_in_batch_date) as changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from fct_sessions
inner join dim_date
    on fct_sessions.start_date_key = dim_date.date_key
inner join dim_time_of_day
    on fct_sessions.start_time_of_day_key = dim_time_of_day.time_of_day_key
inner join dim_customer
    on fct_sessions.customer_key = dim_customer.customer_key
inner join dim_audit
    on fct_sessions.audit_key = dim_audit.audit_key
inner join steps
    on fct_sessions.session_id = steps.session_id
where {{ of_touched('visitor_id', 'fct_sessions') }}

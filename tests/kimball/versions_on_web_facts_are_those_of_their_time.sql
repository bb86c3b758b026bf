-- Each event, session and review refers to the versions of customer and product that held at its time, and names a
-- customer and a product exactly where the enterprise model does; a session the first customer among its events.
with

web_events as (

    select * from {{ ref('web_events') }}

),

first_customers as (

    select
        fct_web_events.session_id,
        web_events.customer_id,
        row_number() over (
            partition by fct_web_events.session_id
            order by web_events.occurred_at, web_events.event_id
        ) as position
    from {{ ref('fct_web_events') }} as fct_web_events
    inner join web_events
        on fct_web_events.event_id = web_events.event_id
    where web_events.customer_id is not null

),

facts as (

    select
        'fct_web_events' as fact,
        fct_web_events.event_id as id,
        web_events.occurred_at as at,
        fct_web_events.customer_key,
        fct_web_events.product_key,
        web_events.customer_id,
        coalesce(web_events.product_id, 'not_applicable') as product_id
    from {{ ref('fct_web_events') }} as fct_web_events
    inner join web_events
        on fct_web_events.event_id = web_events.event_id

    union all

    select
        'fct_sessions' as fact,
        fct_sessions.session_id as id,
        fct_sessions.started_at as at,
        fct_sessions.customer_key,
        {{ reserved_key('not_applicable') }} as product_key,
        first_customers.customer_id,
        'not_applicable' as product_id
    from {{ ref('fct_sessions') }} as fct_sessions
    left join first_customers
        on fct_sessions.session_id = first_customers.session_id and first_customers.position = 1

    union all

    select
        'fct_reviews' as fact,
        fct_reviews.review_id as id,
        reviews.reviewed_at as at,
        fct_reviews.customer_key,
        fct_reviews.product_key,
        reviews.customer_id,
        reviews.product_id
    from {{ ref('reviews') }} as reviews
    left join {{ ref('fct_reviews') }} as fct_reviews
        on reviews.review_id = fct_reviews.review_id

)

select
    facts.*,
    dim_customer.party_id,
    dim_product.product_id as found_product_id
from facts
left join {{ ref('dim_customer') }} as dim_customer
    on facts.customer_key = dim_customer.customer_key
left join {{ ref('dim_product') }} as dim_product
    on facts.product_key = dim_product.product_key
where dim_customer.party_id is distinct from coalesce('shop|' || facts.customer_id, 'not_applicable')
    or dim_product.product_id is distinct from facts.product_id
    or facts.at < dim_customer.valid_from
    or facts.at >= dim_customer.valid_to
    or facts.at < dim_product.valid_from
    or facts.at >= dim_product.valid_to

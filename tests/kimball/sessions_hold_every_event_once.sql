-- Every event of the enterprise model is one step of one session: of its visitor, less than half an hour from the
-- one before it, and half an hour or more from the session before. A session counts as many events as it has.
with

web_events as (

    select * from {{ ref('web_events') }}

),

fct_web_events as (

    select * from {{ ref('fct_web_events') }}

),

fct_sessions as (

    select * from {{ ref('fct_sessions') }}

),

placed as (

    select
        web_events.event_id,
        web_events.visitor_id,
        web_events.occurred_at,
        fct_web_events.event_id is not null and fct_web_events.visitor_id = web_events.visitor_id as is_placed,
        fct_web_events.session_id,
        dim_session_step.step_number
    from web_events
    left join fct_web_events
        on web_events.event_id = fct_web_events.event_id
    left join {{ ref('dim_session_step') }} as dim_session_step
        on fct_web_events.session_step_key = dim_session_step.session_step_key

),

compared as (

    select
        *,
        lag(session_id) over (
            partition by visitor_id order by occurred_at nulls last, event_id nulls last
        ) as previous_session_id,
        lag(occurred_at) over (
            partition by visitor_id order by occurred_at nulls last, event_id nulls last
        ) as previous_at,
        lag(step_number) over (
            partition by visitor_id order by occurred_at nulls last, event_id nulls last
        ) as previous_step_number
    from placed

),

counted as (

    select
        session_id,
        count(*) as event_count
    from fct_web_events
    group by session_id

)

select
    'an event is in no session, or a step is out of place' as problem,
    event_id as id
from compared
where not is_placed
    or (session_id = previous_session_id) is distinct from (occurred_at - previous_at < {{ session_gap() }})
    or step_number is distinct from case when session_id = previous_session_id then previous_step_number + 1 else 1 end

union all

select
    'a session does not have the events that it counts' as problem,
    coalesce(fct_sessions.session_id, counted.session_id) as id
from fct_sessions
full join counted
    on fct_sessions.session_id = counted.session_id
where fct_sessions.event_count is distinct from counted.event_count

union all

select
    'an event is not of the enterprise model' as problem,
    fct_web_events.event_id as id
from fct_web_events
left join web_events
    on fct_web_events.event_id = web_events.event_id
where web_events.event_id is null

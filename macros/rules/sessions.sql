{#-
  A session is a visitor's events with less than 30 minutes from each to the next. It is named after its
  first event, so a late event re-cuts it: one before the first renames the session, one in a gap can make
  two sessions one. Its day is its first event's. Events at the same instant stand in the order of their ids.

  Arguments: events, the relation or CTE with event_id, visitor_id and occurred_at, all events of each visitor
    that it holds at all.
  Returns: a query with event_id, visitor_id, session_id (event_id of the first event), session_started_at,
    session_ended_at (times of the first and the last event), step_number (1 for the first event) and step_count.
-#}
{% macro sessions(events) -%}
    {%- set in_session = '(partition by visitor_id, session_number)' -%}
    {%- set in_order = '(partition by visitor_id, session_number order by occurred_at nulls last, event_id nulls last)' %}
    select
        event_id,
        visitor_id,
        first_value(event_id) over {{ in_order }} as session_id,
        min(occurred_at) over {{ in_session }} as session_started_at,
        max(occurred_at) over {{ in_session }} as session_ended_at,
        cast(row_number() over {{ in_order }} as integer) as step_number,
        cast(count(*) over {{ in_session }} as integer) as step_count
    from (
        select
            *,
            sum(case when is_in_session then 0 else 1 end) over (
                partition by visitor_id
                order by occurred_at, event_id
                rows between unbounded preceding and current row
            ) as session_number
        from (
            select
                event_id,
                visitor_id,
                occurred_at,
                occurred_at < lag(occurred_at) over (
                    partition by visitor_id
                    order by occurred_at, event_id
                ) + {{ session_gap() }} as is_in_session
            from {{ events }}
        ) as compared
    ) as numbered
{%- endmacro %}

{#- From this long without an event on, a visitor's next event begins a new session. -#}
{% macro session_gap() -%}interval '30' minute{%- endmacro %}

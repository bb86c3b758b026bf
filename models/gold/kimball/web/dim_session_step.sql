-- grain: one row per length of a session that occurs and step of it, and one per reserved member
{{ config(materialized='table') }}

with recursive

lengths as (

    -- distinct: many sessions have the same length
    select distinct event_count as step_count from {{ ref('fct_sessions') }}

),

steps as (

    select
        step_count,
        1 as step_number
    from lengths

    union all

    select
        step_count,
        step_number + 1 as step_number
    from steps
    where step_number < step_count

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as session_step_key,
            '{{ member.label }}' as step_label
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    {{ session_step_key('step_number', 'step_count') }} as session_step_key,
    step_number,
    step_count,
    step_count - step_number as steps_left_count,
    step_number = 1 as is_first_step,
    step_number = step_count as is_last_step,
    cast(step_number as {{ dbt.type_string() }}) || ' of ' || cast(step_count as {{ dbt.type_string() }}) as step_label
from steps

union all

select
    session_step_key,
    cast(null as integer) as step_number,
    cast(null as integer) as step_count,
    cast(null as integer) as steps_left_count,
    cast(null as boolean) as is_first_step,
    cast(null as boolean) as is_last_step,
    step_label
from reserved_members

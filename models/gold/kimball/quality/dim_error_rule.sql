-- grain: one row per source table and rule that its rows are held against, and one per reserved member
{{ config(materialized='table') }}

with

rules as (

    {{ error_rules() | indent }}

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as error_rule_key,
            '{{ member.name }}' as member_name
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    {{ error_rule_key('record_source', 'rule_name') }} as error_rule_key,
    record_source,
    system_name,
    table_name,
    rule_name,
    rule_position,
    screen_type,
    column_name,
    severity,
    case severity when 'warning' then 1 when 'error' then 2 when 'critical' then 3 end as severity_rank
from rules

union all

select
    error_rule_key,
    'reserved' as record_source,
    'reserved' as system_name,
    'reserved' as table_name,
    member_name as rule_name,
    cast(null as integer) as rule_position,
    null as screen_type,
    null as column_name,
    null as severity,
    cast(null as integer) as severity_rank
from reserved_members

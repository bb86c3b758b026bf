-- The smallest value that at least so many per cent of the values do not exceed: no value lies between two.
with

measured (group_id, value) as (

    values (1, 10), (1, 20), (1, 30), (1, 40), (2, 7), (3, 5), (3, 5), (3, 9)

),

ranked as (

    select
        group_id,
        value,
        row_number() over (partition by group_id order by value) as value_rank,
        count(*) over (partition by group_id) as value_count
    from measured

),

percentiles as (

    select
        group_id,
        {{ nearest_rank('value', 'value_rank', 'value_count', 50) }} as p50,
        {{ nearest_rank('value', 'value_rank', 'value_count', 75) }} as p75,
        {{ nearest_rank('value', 'value_rank', 'value_count', 76) }} as p76
    from ranked
    group by group_id

),

expected (group_id, p50, p75, p76) as (

    values (1, 20, 30, 40), (2, 7, 7, 7), (3, 5, 9, 9)

)

select
    expected.group_id,
    percentiles.p50,
    percentiles.p75,
    percentiles.p76
from expected
left join percentiles
    on expected.group_id = percentiles.group_id
where percentiles.p50 is distinct from expected.p50
    or percentiles.p75 is distinct from expected.p75
    or percentiles.p76 is distinct from expected.p76

-- Every day once, both ends included, 29 February too; months by their number, whatever the days in them.
with

days as (

    {{ each_day("cast('2023-12-31' as date)", "cast('2024-03-01' as date)") | indent }}

),

counted as (

    select
        count(*) as day_count,
        count(distinct day) as different_day_count,
        min(day) as first_day,
        max(day) as last_day,
        max({{ months_between("cast('2023-12-31' as date)", 'day') }}) as month_count
    from days

)

select *
from counted
where day_count <> 62
    or different_day_count <> 62
    or first_day <> cast('2023-12-31' as date)
    or last_day <> cast('2024-03-01' as date)
    or month_count <> 3

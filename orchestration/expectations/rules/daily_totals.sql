-- parameters: day, total, history=28, factor=4, least=0
-- Days whose total is more than so many times the largest of the days before.
with

days as (

    select
        $day as day_date,
        $total as total
    from {batch}
    group by $day

),

compared as (

    select
        day_date,
        total,
        max(total) over earlier as largest_before,
        count(*) over earlier as history_count
    from days
    window earlier as (order by day_date rows between $history preceding and 1 preceding)

)

select
    day_date,
    total,
    largest_before
from compared
where history_count >= 14 and total > largest_before * $factor and total > $least
order by day_date

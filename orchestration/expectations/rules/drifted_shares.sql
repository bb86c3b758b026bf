-- parameters: condition, day=batch_date, history=28, least_rows=20, sigmas=5, least_points=5
-- Days on which the share of rows that meet a condition is out of line with the days before: further from
-- the earlier share than so many standard deviations of a draw of that size, than three rows, and than so
-- many percentage points, for among very many rows any difference is a significant one.
with

days as (

    select
        $day as day_date,
        count(*) as row_count,
        sum(case when $condition then 1 else 0 end) as met_count
    from {batch}
    where $day is not null
    group by $day

),

compared as (

    select
        day_date,
        row_count,
        met_count,
        cast(sum(row_count) over earlier as decimal(38, 0)) as rows_before,
        cast(sum(met_count) over earlier as decimal(38, 0)) as met_before,
        count(*) over earlier as days_before
    from days
    window earlier as (order by day_date rows between $history preceding and 1 preceding)

)

select
    day_date,
    row_count,
    met_count,
    rows_before,
    met_before
from compared
where row_count >= $least_rows
    and rows_before >= 100
    and days_before >= 3
    and abs(met_count * rows_before - row_count * met_before) > 3 * rows_before
    and abs(met_count * rows_before - row_count * met_before) * 100 > row_count * rows_before * $least_points
    and
        cast(met_count * rows_before - row_count * met_before as double)
        * (met_count * rows_before - row_count * met_before) * rows_before
        > cast($sigmas * $sigmas as double) * row_count * met_before * (rows_before - met_before) * (rows_before + row_count)
order by day_date

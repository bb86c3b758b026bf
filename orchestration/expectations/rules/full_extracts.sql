-- parameters: lowest_percent=90
-- Full extracts that lost more than a few keys against the extract before: a truncated file would end the
-- versions of all keys that it lacks. Of several extracts of a day the last one counts; an empty one deletes nothing.
with

extracts as (

    select
        batch_date,
        delivery_number,
        count(*) as row_count,
        row_number() over (
            partition by batch_date
            order by delivery_number desc
        ) as place
    from {batch}
    group by batch_date, delivery_number

),

compared as (

    select
        batch_date,
        delivery_number,
        row_count,
        lag(row_count) over (order by batch_date) as row_count_before
    from extracts
    where place = 1

)

select *
from compared
where row_count * 100 < row_count_before * $lowest_percent
order by batch_date

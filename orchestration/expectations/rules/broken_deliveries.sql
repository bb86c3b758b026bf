-- parameters: condition, what, percent=10, least_rows=3
-- Deliveries of which so many rows meet a condition that it is the source that is wrong and no single row.
-- Of several numbers of a day the last one counts, so a good resend puts it right.
with

numbered as (

    select
        *,
        max(delivery_number) over (partition by batch_date) as last_delivery_number
    from {batch}

),

deliveries as (

    select
        batch_date,
        delivery_number,
        count(*) as row_count,
        sum(case when $condition then 1 else 0 end) as met_count,
        max(case when $condition then $what end) as such_as
    from numbered
    where delivery_number = last_delivery_number
    group by batch_date, delivery_number

)

select *
from deliveries
where met_count >= $least_rows and met_count * 100 >= row_count * $percent
order by batch_date

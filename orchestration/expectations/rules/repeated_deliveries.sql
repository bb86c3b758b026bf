-- parameters: identity, percent=40
-- Deliveries of whose rows so many percent were delivered before, in the same delivery or an earlier one:
-- a file that was sent twice or a day that was doubled. A row or two is nothing; a whole resend is.
with

numbered as (

    select
        batch_date,
        delivery_number,
        row_number() over (
            partition by $identity
            order by batch_date, delivery_number, row_number
        ) as occurrence_number
    from {batch}

),

deliveries as (

    select
        batch_date,
        delivery_number,
        count(*) as row_count,
        sum(case when occurrence_number > 1 then 1 else 0 end) as repeated_row_count
    from numbered
    group by batch_date, delivery_number

)

select
    batch_date,
    delivery_number,
    row_count,
    repeated_row_count
from deliveries
where repeated_row_count * 100 >= row_count * $percent
    and (repeated_row_count >= 3 or delivery_number > 1)
order by batch_date, delivery_number

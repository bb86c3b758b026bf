-- parameters: newest, days
-- The newest day of the table, where it lies so many days behind the newest delivery.
with

newest as (

    select max($newest) as newest_date
    from {batch}

),

today as (

    select max(batch_date) as as_of_date
    from bronze.brz_reference__deliveries

)

select
    newest.newest_date,
    today.as_of_date
from newest
cross join today
where newest.newest_date is null or newest.newest_date < today.as_of_date - $days

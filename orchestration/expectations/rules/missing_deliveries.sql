-- parameters: system, table, cadence
-- Gaps in the days for which something was delivered, by the cadence of the contract; the last day that
-- any table delivered for is the project's today. An empty delivery is listed, and so no gap.
with

manifest as (

    select * from bronze.brz_reference__deliveries

),

delivered as (

    select batch_date
    from manifest
    where system_name = '$system' and table_name = '$table'

    union

    select batch_date
    from {batch}

),

followed as (

    select
        batch_date,
        lead(batch_date) over (order by batch_date) as next_batch_date,
        case '$cadence'
            when 'daily' then batch_date + 1
            when 'weekdays'
                then
                    batch_date
                    + case extract(isodow from batch_date) when 5 then 3 when 6 then 2 else 1 end
            when 'weekly' then batch_date + 7
            when 'monthly' then batch_date + 31
        end as due_date
    from delivered

)

select
    '$system.$table' as record_source,
    'nothing was delivered $cadence' as problem,
    due_date as missing_from_date,
    coalesce(next_batch_date, (select max(batch_date) + 1 from manifest)) as until_date
from followed
where due_date < coalesce(next_batch_date, (select max(batch_date) + 1 from manifest))
order by due_date

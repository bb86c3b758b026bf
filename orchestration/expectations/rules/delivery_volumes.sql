-- parameters: system, table, history=28, lowest_percent=40, highest_percent=200, least_rows=20
-- Deliveries that are far smaller or larger than each of the deliveries before them: smaller than so many
-- percent of the smallest, or larger than so many percent of the largest and ten rows. Of several numbers of
-- a day the last one counts. History with fewer rows than the least says nothing about a small delivery.
with

manifest as (

    select * from bronze.brz_reference__deliveries

),

landed as (

    select
        batch_date,
        delivery_number,
        count(*) as row_count
    from {batch}
    group by batch_date, delivery_number

),

listed as (

    select
        manifest.batch_date,
        manifest.delivery_number,
        coalesce(landed.row_count, 0) as row_count,
        row_number() over (
            partition by manifest.batch_date
            order by manifest.delivery_number desc
        ) as place
    from (
        select batch_date, cast(delivery_number as integer) as delivery_number
        from manifest
        where system_name = '$system' and table_name = '$table'
    ) as manifest
    left join landed
        on
            manifest.batch_date = landed.batch_date
            and manifest.delivery_number = landed.delivery_number

),

compared as (

    select
        batch_date,
        delivery_number,
        row_count,
        min(row_count) over earlier as smallest_before,
        max(row_count) over earlier as largest_before,
        count(*) over earlier as history_count
    from listed
    where place = 1
    window earlier as (order by batch_date rows between $history preceding and 1 preceding)

)

select
    batch_date,
    delivery_number,
    row_count,
    smallest_before,
    largest_before
from compared
where history_count >= least($history, 7)
    and (
        (smallest_before >= $least_rows and row_count * 100 < smallest_before * $lowest_percent)
        or row_count * 100 > largest_before * $highest_percent + 1000
    )
order by batch_date

-- The months hold every day of dim_date once, the minutes of a day are 1,440, and both have the reserved members of
-- dim_date under the same keys.
with

counts as (

    select
        'dim_month' as dimension,
        cast(sum(day_count) as integer) as row_count,
        (select count(date_day) from {{ ref('dim_date') }}) as expected_row_count,
        sum(case when month_key < 0 then month_key end) as reserved_keys
    from {{ ref('dim_month') }}

    union all

    select
        'dim_time_of_day' as dimension,
        count(distinct case when hour_number < 24 and minute_number < 60 then 60 * hour_number + minute_number end)
            as row_count,
        1440 as expected_row_count,
        sum(case when time_of_day_key < 0 then time_of_day_key end) as reserved_keys
    from {{ ref('dim_time_of_day') }}

)

select *
from counts
where row_count <> expected_row_count
    or reserved_keys <> (select sum(date_key) from {{ ref('dim_date') }} where date_key < 0)

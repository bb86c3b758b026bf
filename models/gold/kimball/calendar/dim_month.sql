-- grain: one row per month of the calendar, and one per reserved member
{{ config(materialized='table') }}

with

dim_date as (

    select * from {{ ref('dim_date') }}

)

select
    {{ month_key('month_date') }} as month_key,
    month_date,
    substring(cast(month_date as {{ dbt.type_string() }}), 1, 7) as month_label,
    month_number,
    month_name,
    quarter_number,
    year_number,
    cast(count(*) as integer) as day_count
from dim_date
where date_day is not null
group by month_date, month_number, month_name, quarter_number, year_number

union all

select
    date_key as month_key,
    month_date,
    date_label as month_label,
    month_number,
    month_name,
    quarter_number,
    year_number,
    cast(null as integer) as day_count
from dim_date
where date_day is null

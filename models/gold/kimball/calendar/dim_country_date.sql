-- grain: one row per country and day of the years for which the country's holidays are known (date_key, country_code)
{{ config(materialized='table') }}

with

dim_date as (

    select * from {{ ref('dim_date') }}

),

holidays as (

    select * from {{ ref('holidays') }}

),

known_years as (

    -- distinct: a year has many holidays
    select distinct
        country_code,
        cast(extract(year from holiday_date) as integer) as year_number
    from holidays

)

select
    dim_date.date_key,
    known_years.country_code,
    dim_date.date_day,
    dim_date.is_weekend,
    holidays.holiday_date is not null as is_holiday,
    holidays.holiday_name,
    not dim_date.is_weekend and holidays.holiday_date is null as is_working_day
from known_years
inner join dim_date
    on known_years.year_number = dim_date.year_number
left join holidays
    on known_years.country_code = holidays.country_code and dim_date.date_day = holidays.holiday_date

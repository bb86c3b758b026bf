-- Each whole fiscal year has 364 or 371 days, periods of 28, 28 and 35 days a quarter, and in a long year a last
-- period of 42.
with

periods as (

    select
        fiscal_year,
        fiscal_period,
        count(*) as day_count,
        sum(count(*)) over (partition by fiscal_year) as year_day_count
    from {{ ref('dim_date') }}
    where fiscal_year >= extract(year from {{ first_day_of_calendar() }})
        and fiscal_year < extract(year from {{ last_day_of_calendar() }})
    group by fiscal_year, fiscal_period

)

select *
from periods
where year_day_count not in (364, 371)
    or day_count <> case
        when fiscal_period = 12 and year_day_count = 371 then 42
        when mod(fiscal_period, 3) = 0 then 35
        else 28
    end

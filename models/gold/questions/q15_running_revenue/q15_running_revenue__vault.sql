-- grain: one row per day, from the month of the first sale to the project's today
with

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

revenue as (

    select
        cast(ordered_at as date) as date_day,
        sum(net_revenue_eur) as net_revenue_eur
    from bsat_order_line
    group by cast(ordered_at as date)

),

days as (

    {{ each_day("(select cast(date_trunc('month', min(date_day)) as date) from revenue)", as_of_date()) | indent }}

),

daily as (

    select
        days.day as date_day,
        cast(extract(year from days.day) as integer) as year_number,
        cast(extract(month from days.day) * 100 + extract(day from days.day) as integer) as day_of_year,
        coalesce(revenue.net_revenue_eur, 0) as net_revenue_eur
    from days
    left join revenue
        on days.day = revenue.date_day

)

select
    daily.date_day,
    cast(daily.net_revenue_eur as decimal(18, 2)) as net_revenue_eur,
    cast(
        sum(daily.net_revenue_eur) over (order by daily.date_day rows between 27 preceding and current row)
        as decimal(18, 2)
    ) as rolling_28_day_eur,
    cast(
        sum(daily.net_revenue_eur) over (
            partition by daily.year_number
            order by daily.date_day
            rows between unbounded preceding and current row
        ) as decimal(18, 2)
    ) as year_to_date_eur,
    cast(coalesce(year_before.net_revenue_eur, 0) as decimal(18, 2)) as year_before_eur
from daily
left join daily as year_before
    on daily.year_number = year_before.year_number + 1 and daily.day_of_year = year_before.day_of_year

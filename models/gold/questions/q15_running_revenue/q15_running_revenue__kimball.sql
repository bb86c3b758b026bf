-- grain: one row per day, from the month of the first sale to the project's today
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }} where not is_cancelled

),

dim_date as (

    select * from {{ ref('dim_date') }} where date_day <= {{ as_of_date() }}

),

revenue as (

    select
        order_date_key,
        sum(net_revenue_eur) as net_revenue_eur
    from fct_order_lines
    group by order_date_key

),

first_month as (

    select min(dim_date.month_date) as month_date
    from revenue
    inner join dim_date
        on revenue.order_date_key = dim_date.date_key

),

daily as (

    select
        dim_date.date_day,
        dim_date.year_number,
        dim_date.month_number,
        dim_date.day_of_month,
        coalesce(revenue.net_revenue_eur, 0) as net_revenue_eur
    from dim_date
    inner join first_month
        on dim_date.date_day >= first_month.month_date
    left join revenue
        on dim_date.date_key = revenue.order_date_key

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
    on
        daily.year_number = year_before.year_number + 1
        and daily.month_number = year_before.month_number
        and daily.day_of_month = year_before.day_of_month

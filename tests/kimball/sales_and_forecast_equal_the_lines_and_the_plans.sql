-- The consolidated fact sums to what the lines sold and to the last revision of each plan, month by month.
with

dim_date as (

    select * from {{ ref('dim_date') }}

),

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

sales_forecasts as (

    select * from {{ ref('sales_forecasts') }}

),

sold as (

    select
        dim_date.month_date,
        sum(case when fct_order_lines.is_cancelled then 0 else fct_order_lines.quantity end) as sold_quantity,
        sum(fct_order_lines.net_revenue_eur) as net_revenue_eur
    from fct_order_lines
    inner join dim_date
        on fct_order_lines.order_date_key = dim_date.date_key
    group by dim_date.month_date

),

planned as (

    select
        sales_forecasts.month_date,
        sum(sales_forecasts.planned_unit_count) as planned_unit_count,
        sum(sales_forecasts.planned_net_revenue_eur) as planned_net_revenue_eur
    from sales_forecasts
    left join sales_forecasts as later
        on
            sales_forecasts.month_date = later.month_date
            and sales_forecasts.category_id = later.category_id
            and sales_forecasts.revision_number < later.revision_number
    where later.month_date is null
    group by sales_forecasts.month_date

),

consolidated as (

    select
        dim_month.month_date,
        sum(facts.sold_quantity) as sold_quantity,
        sum(facts.net_revenue_eur) as net_revenue_eur,
        sum(facts.planned_unit_count) as planned_unit_count,
        sum(facts.planned_net_revenue_eur) as planned_net_revenue_eur
    from {{ ref('fct_sales_and_forecast') }} as facts
    inner join {{ ref('dim_month') }} as dim_month
        on facts.month_key = dim_month.month_key
    group by dim_month.month_date

)

select
    coalesce(consolidated.month_date, sold.month_date, planned.month_date) as month_date,
    consolidated.net_revenue_eur,
    sold.net_revenue_eur as sold_net_revenue_eur,
    consolidated.planned_net_revenue_eur,
    planned.planned_net_revenue_eur as given_planned_net_revenue_eur
from consolidated
full join sold
    on consolidated.month_date = sold.month_date
full join planned
    on coalesce(consolidated.month_date, sold.month_date) = planned.month_date
where consolidated.sold_quantity is distinct from coalesce(sold.sold_quantity, 0)
    or consolidated.net_revenue_eur is distinct from coalesce(sold.net_revenue_eur, 0)
    or consolidated.planned_unit_count is distinct from planned.planned_unit_count
    or consolidated.planned_net_revenue_eur is distinct from planned.planned_net_revenue_eur

-- grain: one row per month and country of the sale
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }} where not is_cancelled

),

dim_order_date as (

    select * from {{ ref('dim_order_date') }}

)

select
    dim_order_date.order_month_date as month_date,
    coalesce(fct_order_lines.country_code, 'unknown') as country_code,
    count(distinct fct_order_lines.sales_order_id) as order_count,
    cast(sum(case when fct_order_lines.is_gift_card then 0 else fct_order_lines.quantity end) as bigint) as unit_count,
    cast(sum(fct_order_lines.net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from fct_order_lines
inner join dim_order_date
    on fct_order_lines.order_date_key = dim_order_date.order_date_key
group by dim_order_date.order_month_date, fct_order_lines.country_code

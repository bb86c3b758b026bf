-- The bands of a set neither overlap nor leave a gap: every sale's net revenue is in exactly one of them.
with

sales as (

    select
        sales_order_id,
        sum(net_revenue_eur) as net_revenue_eur
    from {{ ref('fct_order_lines') }}
    group by sales_order_id

),

dim_order_value_band as (

    select * from {{ ref('dim_order_value_band') }}

),

band_sets as (

    select band_set
    from dim_order_value_band
    group by band_set

)

select
    band_sets.band_set,
    sales.sales_order_id,
    sales.net_revenue_eur,
    count(dim_order_value_band.order_value_band_key) as band_count
from sales
cross join band_sets
left join dim_order_value_band
    on
        band_sets.band_set = dim_order_value_band.band_set
        and sales.net_revenue_eur >= dim_order_value_band.lower_bound_eur
        and sales.net_revenue_eur < dim_order_value_band.upper_bound_eur
group by band_sets.band_set, sales.sales_order_id, sales.net_revenue_eur
having count(dim_order_value_band.order_value_band_key) <> 1

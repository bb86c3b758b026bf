-- Drilling across: three facts of different grain are each summed on its own to product and month, headings that they
-- share, and only then joined. The joined rows sum to what each fact sums to by itself, without any join: no
-- product or month is lost for one that lacks another's, and none is counted twice. Stock adds up over locations, not
-- over days: of a month it is the average of its days.
with

sales as (

    select
        dim_date.month_date,
        dim_product.product_id,
        sum(fct_order_lines.quantity) as sold_quantity,
        sum(fct_order_lines.net_revenue_eur) as net_revenue_eur
    from {{ ref('fct_order_lines') }} as fct_order_lines
    inner join {{ ref('dim_date') }} as dim_date
        on fct_order_lines.order_date_key = dim_date.date_key
    inner join {{ ref('dim_product') }} as dim_product
        on fct_order_lines.product_key = dim_product.product_key
    group by dim_date.month_date, dim_product.product_id

),

returns as (

    select
        dim_date.month_date,
        dim_product.product_id,
        sum(fct_returns.quantity) as returned_quantity,
        sum(fct_returns.net_revenue_returned_eur) as net_revenue_returned_eur
    from {{ ref('fct_returns') }} as fct_returns
    inner join {{ ref('dim_date') }} as dim_date
        on fct_returns.returned_date_key = dim_date.date_key
    inner join {{ ref('dim_product') }} as dim_product
        on fct_returns.product_key = dim_product.product_key
    group by dim_date.month_date, dim_product.product_id

),

inventory as (

    select
        dim_date.month_date,
        dim_product.product_id,
        sum(fct_inventory_daily.on_hand_quantity) as on_hand_days,
        {{ ratio('sum(fct_inventory_daily.on_hand_quantity)', 'count(distinct dim_date.date_day)', 2) }}
            as average_on_hand_quantity
    from {{ ref('fct_inventory_daily') }} as fct_inventory_daily
    inner join {{ ref('dim_date') }} as dim_date
        on fct_inventory_daily.date_key = dim_date.date_key
    inner join {{ ref('dim_product') }} as dim_product
        on fct_inventory_daily.product_key = dim_product.product_key
    group by dim_date.month_date, dim_product.product_id

),

headings as (

    -- union drops repetitions: a heading that several facts have is one row
    select month_date, product_id from sales
    union
    select month_date, product_id from returns
    union
    select month_date, product_id from inventory

),

drilled_across as (

    select
        headings.month_date,
        headings.product_id,
        coalesce(sales.sold_quantity, 0) as sold_quantity,
        coalesce(returns.returned_quantity, 0) as returned_quantity,
        coalesce(sales.net_revenue_eur, 0) - coalesce(returns.net_revenue_returned_eur, 0)
            as net_revenue_after_returns_eur,
        coalesce(inventory.on_hand_days, 0) as on_hand_days,
        inventory.average_on_hand_quantity
    from headings
    left join sales
        on headings.month_date = sales.month_date and headings.product_id = sales.product_id
    left join returns
        on headings.month_date = returns.month_date and headings.product_id = returns.product_id
    left join inventory
        on headings.month_date = inventory.month_date and headings.product_id = inventory.product_id

),

sums as (

    select
        coalesce(sum(sold_quantity), 0) as sold_quantity,
        coalesce(sum(returned_quantity), 0) as returned_quantity,
        coalesce(sum(net_revenue_after_returns_eur), 0) as net_revenue_after_returns_eur,
        coalesce(sum(on_hand_days), 0) as on_hand_days
    from drilled_across

),

all_sales as (

    select
        coalesce(sum(quantity), 0) as sold_quantity,
        coalesce(sum(net_revenue_eur), 0) as net_revenue_eur
    from {{ ref('fct_order_lines') }}

),

all_returns as (

    select
        coalesce(sum(quantity), 0) as returned_quantity,
        coalesce(sum(net_revenue_returned_eur), 0) as net_revenue_returned_eur
    from {{ ref('fct_returns') }}

),

all_inventory as (

    select coalesce(sum(on_hand_quantity), 0) as on_hand_days
    from {{ ref('fct_inventory_daily') }}

)

select
    sums.*,
    all_sales.sold_quantity as all_sold_quantity,
    all_returns.returned_quantity as all_returned_quantity,
    all_sales.net_revenue_eur - all_returns.net_revenue_returned_eur as all_net_revenue_after_returns_eur,
    all_inventory.on_hand_days as all_on_hand_days
from sums
cross join all_sales
cross join all_returns
cross join all_inventory
where sums.sold_quantity <> all_sales.sold_quantity
    or sums.returned_quantity <> all_returns.returned_quantity
    or sums.net_revenue_after_returns_eur <> all_sales.net_revenue_eur - all_returns.net_revenue_returned_eur
    or sums.on_hand_days <> all_inventory.on_hand_days

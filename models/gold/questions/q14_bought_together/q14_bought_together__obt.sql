-- grain: one row per pair of products that at least five sales hold together
with

obt_orders as (

    select * from {{ ref('obt_orders') }} where not is_cancelled and line_count > 0

),

lines as (

    {{ nested_rows('obt_orders', 'lines', {'product_id': dbt.type_string()}, beside=['sales_order_id']) | indent }}

),

baskets as (

    -- distinct: a product counts once a sale, however many lines sell it
    select distinct
        sales_order_id,
        product_id
    from lines

),

product_orders as (

    select
        product_id,
        count(*) as order_count
    from baskets
    group by product_id

),

pairs as (

    select
        a.product_id as product_id_a,
        b.product_id as product_id_b,
        count(*) as order_count
    from baskets as a
    inner join baskets as b
        on a.sales_order_id = b.sales_order_id and a.product_id < b.product_id
    group by a.product_id, b.product_id
    having count(*) >= 5

),

totals as (

    select count(*) as order_count from obt_orders

)

select
    pairs.product_id_a,
    pairs.product_id_b,
    pairs.order_count,
    {{ ratio(
        'pairs.order_count * totals.order_count', '(orders_of_a.order_count * orders_of_b.order_count)'
    ) }} as lift
from pairs
inner join product_orders as orders_of_a
    on pairs.product_id_a = orders_of_a.product_id
inner join product_orders as orders_of_b
    on pairs.product_id_b = orders_of_b.product_id
cross join totals

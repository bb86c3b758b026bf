-- grain: one row per pair of products that at least five sales hold together
with

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

baskets as (

    -- distinct: a product counts once a sale, however many lines sell it
    select distinct
        order_hash_key,
        product_id
    from bsat_order_line

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
        on a.order_hash_key = b.order_hash_key and a.product_id < b.product_id
    group by a.product_id, b.product_id
    having count(*) >= 5

),

totals as (

    select count(distinct order_hash_key) as order_count from baskets

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

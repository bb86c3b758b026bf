-- For each product, at every instant at which any of its weights begins, and at the beginning of all time: the
-- weights that hold sum to exactly 1.
with

bdg_product_suppliers as (

    select * from {{ ref('bdg_product_suppliers') }}

),

instants as (

    -- union drops repetitions
    select
        product_durable_key,
        valid_from as instant
    from bdg_product_suppliers

    union

    select
        product_durable_key,
        valid_to as instant
    from bdg_product_suppliers
    where valid_to < {{ high_date() }}

    union

    select
        product_durable_key,
        {{ low_date() }} as instant
    from {{ ref('dim_product_current') }}

)

select
    instants.product_durable_key,
    instants.instant,
    sum(bdg_product_suppliers.supply_weight) as weight
from instants
left join bdg_product_suppliers
    on
        instants.product_durable_key = bdg_product_suppliers.product_durable_key
        and instants.instant >= bdg_product_suppliers.valid_from
        and instants.instant < bdg_product_suppliers.valid_to
group by instants.product_durable_key, instants.instant
having sum(bdg_product_suppliers.supply_weight) is distinct from 1

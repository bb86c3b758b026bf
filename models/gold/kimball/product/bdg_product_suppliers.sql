-- grain: one row per product, supplier's version and period of its share
{{ config(**replace_changed('product_durable_key')) }}

with

products as (

    select * from {{ ref('products') }}

),

product_supply_versions as (

    select * from {{ ref('product_supply_versions') }}

),

dim_supplier as (

    select * from {{ ref('dim_supplier') }}

),

{{ supply_shares('products', 'product_supply_versions') }},

known_products as (

    -- a period is cut where a new version of its supplier begins
    select
        {{ hash_key(['supply_shares.product_id']) }} as product_durable_key,
        coalesce(dim_supplier.supplier_key, {{ reserved_key('missing') }}) as supplier_key,
        supply_shares.supply_weight,
        greatest(supply_shares.valid_from, coalesce(dim_supplier.valid_from, supply_shares.valid_from)) as valid_from,
        least(supply_shares.valid_to, coalesce(dim_supplier.valid_to, supply_shares.valid_to)) as valid_to
    from supply_shares
    left join dim_supplier
        on
            supply_shares.supplier_id = dim_supplier.supplier_id
            and supply_shares.valid_from < dim_supplier.valid_to
            and supply_shares.valid_to > dim_supplier.valid_from

),

reserved_members as (

    {% for member in reserved_members() -%}
        select {{ reserved_key(member.name) }} as reserved_key
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    product_durable_key,
    supplier_key,
    supply_weight,
    valid_from,
    valid_to,
    {{ load_time() }} as audit_loaded_at
from known_products

union all

select
    reserved_key as product_durable_key,
    reserved_key as supplier_key,
    cast(1 as decimal(9, 4)) as supply_weight,
    {{ low_date() }} as valid_from,
    {{ high_date() }} as valid_to,
    {{ load_time() }} as audit_loaded_at
from reserved_members

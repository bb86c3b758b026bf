-- What was true when is the same in the vault's views and in the histories of staging, which are derived another way:
-- changes in any order, two in a delivery, A-B-A, ties, deletions, absences and carriers that come and go.
with

staged_profiles as (

    {{ folded_history(
        ref('stg_shop__customers_history'),
        ['customer_id'],
        ['loyalty_tier', 'acquisition_channel', 'registered_at', 'country_code']
    ) }}

),

vault_profiles as (

    select
        hub_customer.customer_id,
        versions.loyalty_tier,
        versions.acquisition_channel,
        versions.registered_at,
        versions.country_code,
        versions.valid_from,
        versions.valid_to
    from {{ ref('sat_shop_customer_profile_history') }} as versions
    inner join {{ ref('hub_customer') }} as hub_customer
        on versions.customer_hash_key = hub_customer.customer_hash_key

),

staged_costs as (

    {{ folded_history(
        ref('stg_erp__products_history'), ['product_id'], ['unit_cost_amount', 'is_discontinued']
    ) }}

),

vault_costs as (

    select
        hub_product.product_id,
        versions.unit_cost_amount,
        versions.is_discontinued,
        versions.valid_from,
        versions.valid_to
    from {{ ref('sat_erp_product_commercial_history') }} as versions
    inner join {{ ref('hub_product') }} as hub_product
        on versions.product_hash_key = hub_product.product_hash_key

),

staged_supplies as (

    {{ folded_history(
        ref('stg_erp__product_suppliers_history'), ['product_id', 'supplier_id'], ['supply_share']
    ) }}

),

vault_supplies as (

    select
        hub_product.product_id,
        hub_supplier.supplier_id,
        versions.supply_share,
        versions.valid_from,
        versions.valid_to
    from {{ ref('sat_erp_product_supplier_history') }} as versions
    inner join {{ ref('lnk_product_supplier') }} as lnk_product_supplier
        on versions.lnk_product_supplier_hash_key = lnk_product_supplier.lnk_product_supplier_hash_key
    inner join {{ ref('hub_product') }} as hub_product
        on lnk_product_supplier.product_hash_key = hub_product.product_hash_key
    inner join {{ ref('hub_supplier') }} as hub_supplier
        on lnk_product_supplier.supplier_hash_key = hub_supplier.supplier_hash_key

),

staged_statuses as (

    {{ folded_history(ref('stg_shop__orders_history'), ['order_id'], ['order_status']) }}

),

vault_statuses as (

    select
        hub_order.order_id,
        versions.order_status,
        versions.valid_from,
        versions.valid_to
    from {{ ref('sat_shop_order_status_history') }} as versions
    inner join {{ ref('hub_order') }} as hub_order
        on versions.order_hash_key = hub_order.order_hash_key

),

carriers as (

    {{ folded_history(ref('stg_erp__shipments_history'), ['shipment_id'], ['carrier']) }}

),

staged_carriers as (

    select * from carriers
    where carrier is not null

),

vault_carriers as (

    select
        hub_shipment.shipment_id,
        hub_carrier.carrier_name as carrier,
        versions.valid_from,
        versions.valid_to
    from {{ ref('esat_erp_shipment_carrier_history') }} as versions
    inner join {{ ref('lnk_shipment_carrier') }} as lnk_shipment_carrier
        on versions.lnk_shipment_carrier_hash_key = lnk_shipment_carrier.lnk_shipment_carrier_hash_key
    inner join {{ ref('hub_shipment') }} as hub_shipment
        on lnk_shipment_carrier.shipment_hash_key = hub_shipment.shipment_hash_key
    inner join {{ ref('hub_carrier') }} as hub_carrier
        on lnk_shipment_carrier.carrier_hash_key = hub_carrier.carrier_hash_key

)

{% for left, right, columns in [
    ('staged_profiles', 'vault_profiles', ['customer_id', 'loyalty_tier', 'acquisition_channel', 'registered_at', 'country_code']),
    ('staged_costs', 'vault_costs', ['product_id', 'unit_cost_amount', 'is_discontinued']),
    ('staged_supplies', 'vault_supplies', ['product_id', 'supplier_id', 'supply_share']),
    ('staged_statuses', 'vault_statuses', ['order_id', 'order_status']),
    ('staged_carriers', 'vault_carriers', ['shipment_id', 'carrier']),
] %}
    select
        difference,
        {{ columns[0] }} as business_key,
        valid_from,
        valid_to
    from (
        {{ rows_that_differ(left, right, columns + ['valid_from', 'valid_to']) | indent(8) }}
    ) as differences
    {{ 'union all' if not loop.last }}
{% endfor %}

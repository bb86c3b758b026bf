-- grain: one row per web order, as it got on (sales_order_id)
{{ config(materialized='view', alias='fct_order_fulfilment') }}

{%- set milestones = ['paid', 'picked', 'shipped', 'delivered', 'returned'] %}

with

orders as (

    select * from {{ ref('bsat_order') }}
    where channel = 'web'

),

order_lines as (

    select * from {{ ref('bsat_order_line') }}

),

returns as (

    select * from {{ ref('bsat_return') }}

),

dim_customer as (

    select
        *,
        cast(null as date) as batch_date
    from {{ ref('dim_customer__vault') }}

),

dim_location as (

    select
        *,
        cast(null as date) as batch_date
    from {{ ref('dim_location__vault') }}

),

address_versions as (

    select
        hub_address.address_id,
        persons.city,
        places.country_code,
        persons.is_erased,
        pit_address.valid_from,
        pit_address.valid_to,
        pit_address.is_inferred,
        cast(null as date) as batch_date
    from {{ ref('pit_address') }} as pit_address
    inner join {{ ref('hub_address') }} as hub_address
        on pit_address.address_hash_key = hub_address.address_hash_key
    left join {{ ref('sat_shop_address_personal') }} as persons
        on
            pit_address.address_hash_key = persons.address_hash_key
            and pit_address.personal_hash_diff = persons.hash_diff
    left join {{ ref('sat_shop_address') }} as places
        on
            pit_address.address_hash_key = places.address_hash_key
            and pit_address.address_hash_diff = places.hash_diff

),

addresses as (

    -- distinct: an address has several versions
    select distinct
        address_id,
        is_inferred,
        batch_date
    from address_versions

),

shipments as (

    {{ present_rows(
        with_link(
            ref('sat_erp_shipment'), ref('lnk_shipment'), 'lnk_shipment_hash_key',
            ['shipment_hash_key', 'order_hash_key', 'location_hash_key']
        ),
        ['shipment_hash_key']
    ) | indent }}

),

payments as (

    {{ last_of_each_change(ref('nhl_payment'), ['payment_id']) | indent }}

),

payment_versions as (

    select
        orders.sales_order_id,
        payments.payment_status,
        payments.changed_at as valid_from
    from payments
    inner join orders
        on payments.order_hash_key = orders.order_hash_key
    where not payments.is_deleted

),

shipment_versions as (

    select
        orders.sales_order_id,
        shipments.picked_at,
        shipments.shipped_at,
        shipments.delivered_at,
        true as is_current
    from shipments
    inner join orders
        on shipments.order_hash_key = orders.order_hash_key

),

return_versions as (

    select
        sales_order_id,
        returned_at,
        true as is_current
    from returns

),

contents as (

    -- a product that nothing describes may well be one that ships
    select
        sales_order_id,
        max(case when product_type in ('digital', 'gift_card') then 0 else 1 end) = 1 as is_shipped
    from order_lines
    group by sales_order_id

),

members as (

    {{ sale_members('orders') | indent }}

),

milestones as (

    {{ order_milestones('orders', 'payment_versions', 'shipment_versions', 'return_versions') | indent }}

),

reached as (

    select
        orders.sales_order_id,
        orders.order_status,
        orders.is_cancelled,
        orders.ordered_at as placed_at,
        milestones.paid_at,
        milestones.picked_at,
        milestones.shipped_at,
        milestones.delivered_at,
        milestones.returned_at,
        milestones.parcel_count,
        coalesce(contents.is_shipped, true) as is_shipped,
        members.customer_key,
        members.customer_durable_key,
        members.location_key,
        members.ship_to_geography_key,
        members.order_profile_key
    from orders
    inner join members
        on orders.sales_order_id = members.sales_order_id
    inner join milestones
        on orders.sales_order_id = milestones.sales_order_id
    left join contents
        on orders.sales_order_id = contents.sales_order_id

)

select
    sales_order_id,
    order_status,
    is_cancelled,
    placed_at,
    {{ date_key('cast(placed_at as date)') }} as placed_date_key,
    {% for milestone in milestones -%}
        {%- set never = 'is_cancelled' if milestone == 'paid' else 'is_cancelled or not is_shipped' -%}
        case
            when {{ milestone }}_at is null and ({{ never }}) then {{ reserved_date_key('not_applicable') }}
            else {{ date_key('cast(' ~ milestone ~ '_at as date)', when_absent='not_yet_available') }}
        end as {{ milestone }}_date_key,
    {% endfor -%}
    customer_key,
    customer_durable_key,
    location_key,
    ship_to_geography_key,
    order_profile_key,
    parcel_count,
    {{ hours_between('placed_at', 'paid_at') | indent }} as placed_to_paid_hours,
    {{ hours_between('placed_at', 'picked_at') | indent }} as placed_to_picked_hours,
    {{ hours_between('picked_at', 'shipped_at') | indent }} as picked_to_shipped_hours,
    {{ hours_between('shipped_at', 'delivered_at') | indent }} as shipped_to_delivered_hours,
    {{ hours_between('placed_at', 'delivered_at') | indent }} as placed_to_delivered_hours,
    {{ hours_between('delivered_at', 'returned_at') | indent }} as delivered_to_returned_hours
from reached

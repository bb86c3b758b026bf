-- grain: one row per line of a sale, web order or store receipt (sales_order_id, line_number)
{{ config(materialized='view', alias='fct_order_lines') }}

with

orders as (

    select * from {{ ref('bsat_order') }}

),

order_lines as (

    select * from {{ ref('bsat_order_line') }}

),

dim_customer as (

    select
        *,
        cast(null as date) as batch_date
    from {{ ref('dim_customer__vault') }}

),

dim_product as (

    select * from {{ ref('dim_product__vault') }}

),

dim_location as (

    select
        *,
        cast(null as date) as batch_date
    from {{ ref('dim_location__vault') }}

),

bands as (

    select * from {{ ref('bsat_customer_month') }}

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

members as (

    {{ sale_members('orders') | indent }}

),

first_shipments as (

    select
        order_hash_key,
        cast(min(shipped_at) as date) as shipped_date
    from shipments
    group by order_hash_key

),

line_promotions as (

    {{ present_rows(
        with_link(
            ref('sat_shop_order_line_promotion'), ref('dcl_order_line_promotion'), 'dcl_order_line_promotion_hash_key',
            ['order_hash_key', 'line_number']
        ),
        ['dcl_order_line_promotion_hash_key']
    ) | indent }}

),

promoted_lines as (

    -- union drops repetitions: a line may have several promotions
    select
        order_hash_key,
        line_number
    from line_promotions

    union

    select
        order_hash_key,
        line_number
    from order_lines
    where promotion_hash_key <> {{ ghost_key() }}

),

lines as (

    select
        orders.*,
        cast(orders.ordered_at as date) as ordered_date,
        order_lines.line_number,
        order_lines.product_id,
        order_lines.is_gift_card,
        order_lines.quantity,
        order_lines.unit_price,
        order_lines.line_amount,
        order_lines.line_discount_amount,
        order_lines.allocated_order_discount_amount,
        order_lines.allocated_shipping_amount,
        order_lines.allocated_tax_amount,
        order_lines.net_revenue_amount,
        order_lines.eur_per_unit,
        order_lines.net_revenue_eur
    from orders
    inner join order_lines
        on orders.order_hash_key = order_lines.order_hash_key

),

resolved as (

    select
        lines.*,
        first_shipments.shipped_date,
        {{ date_key('lines.ordered_date') }} as order_date_key,
        {{ date_key('lines.ordered_local_date') }} as order_local_date_key,
        members.country_code,
        members.customer_key,
        members.customer_durable_key,
        members.location_key,
        members.ship_to_geography_key,
        members.bill_to_geography_key,
        members.order_profile_key,
        case
            when lines.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(bands.customer_band_key, {{ reserved_key('missing') }})
        end as customer_band_key,
        coalesce(dim_product.product_key, {{ reserved_key('missing') }}) as product_key,
        coalesce(dim_product.product_durable_key, {{ reserved_key('missing') }}) as product_durable_key,
        {{ currency_key('lines.currency_code') }} as currency_key,
        case
            when promoted_lines.order_hash_key is null then {{ reserved_key('not_applicable') }}
            else {{ promotion_group_key('lines.sales_order_id', 'lines.line_number') }}
        end as promotion_group_key
    from lines
    inner join members
        on lines.sales_order_id = members.sales_order_id
    left join promoted_lines
        on lines.order_hash_key = promoted_lines.order_hash_key and lines.line_number = promoted_lines.line_number
    left join first_shipments
        on lines.order_hash_key = first_shipments.order_hash_key
    left join dim_product
        on
            lines.product_id = dim_product.product_id
            and lines.ordered_at >= dim_product.valid_from
            and lines.ordered_at < dim_product.valid_to
    left join bands
        on
            members.customer_durable_key = bands.customer_durable_key
            and {{ month_key('lines.ordered_date') }} = bands.month_key

)

select
    sales_order_id,
    line_number,
    order_date_key,
    order_local_date_key,
    {{ time_of_day_key('ordered_at') }} as order_time_of_day_key,
    case
        when channel = 'store' or (is_cancelled and shipped_date is null) then {{ reserved_date_key('not_applicable') }}
        else {{ date_key('shipped_date', when_absent='not_yet_available') }}
    end as shipped_date_key,
    customer_key,
    customer_durable_key,
    customer_band_key,
    product_key,
    product_durable_key,
    location_key,
    ship_to_geography_key,
    bill_to_geography_key,
    currency_key,
    order_profile_key,
    promotion_group_key,
    channel,
    country_code,
    currency_code,
    is_cancelled,
    is_gift_card,
    ordered_at,
    quantity,
    unit_price,
    line_amount,
    line_discount_amount,
    allocated_order_discount_amount,
    allocated_shipping_amount,
    allocated_tax_amount,
    net_revenue_amount,
    eur_per_unit,
    {{ in_reporting_currency('line_amount', 'eur_per_unit') }} as line_amount_eur,
    {{ in_reporting_currency('line_discount_amount', 'eur_per_unit') }} as line_discount_amount_eur,
    {{ in_reporting_currency('allocated_order_discount_amount', 'eur_per_unit') }}
        as allocated_order_discount_amount_eur,
    {{ in_reporting_currency('allocated_shipping_amount', 'eur_per_unit') }} as allocated_shipping_amount_eur,
    {{ in_reporting_currency('allocated_tax_amount', 'eur_per_unit') }} as allocated_tax_amount_eur,
    net_revenue_eur
from resolved

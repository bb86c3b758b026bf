-- grain: one row per web order, updated as it gets on (sales_order_id)
{{ config(
    post_hook="{{ delete_rows_that_are_gone(ref('sales_order_versions'), 'sales_order_id') }}",
    **replace_changed('sales_order_id')
) }}

{%- set milestones = ['paid', 'picked', 'shipped', 'delivered', 'returned'] %}

with

sales_orders as (

    select * from {{ ref('sales_orders') }} where channel = 'web'

),

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }}

),

sales_order_line_versions as (

    select * from {{ ref('sales_order_line_versions') }}

),

payment_versions as (

    select * from {{ ref('payment_versions') }}

),

shipment_versions as (

    select * from {{ ref('shipment_versions') }}

),

return_versions as (

    select * from {{ ref('return_versions') }}

),

addresses as (

    select * from {{ ref('addresses') }}

),

address_versions as (

    select * from {{ ref('address_versions') }}

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

dim_location as (

    select * from {{ ref('dim_location') }}

),

touched as (

    {{ touched_orders() | indent }}

),

{% for versions in [
    'sales_order_versions', 'sales_order_line_versions', 'payment_versions', 'shipment_versions', 'return_versions',
] -%}
    touched_{{ versions }} as (

        {{ rows_of_touched(ref(versions), 'sales_order_id') | indent(8) }}

    ),

{% endfor -%}
order_changes as (

    -- every version counts: what is gone has shaped the row that is left
    select
        sales_order_id,
        max(changed_in_batch_date) as changed_in_batch_date
    from (
        {% for versions in [
            'sales_order_versions', 'sales_order_line_versions', 'payment_versions', 'shipment_versions', 'return_versions',
        ] -%}
            select
                sales_order_id,
                changed_in_batch_date
            from touched_{{ versions }}
            {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as changes
    group by sales_order_id

),

orders as (

    select
        versions.*,
        sales_orders.channel,
        {{ party_of_sale('versions') }} as party_id,
        versions.order_status = 'cancelled' as is_cancelled
    from touched_sales_order_versions as versions
    inner join sales_orders
        on versions.sales_order_id = sales_orders.sales_order_id
    where versions.is_current

),

contents as (

    -- a product that nothing describes may well be one that ships
    select
        orders.sales_order_id,
        max(case when dim_product.product_type in ('digital', 'gift_card') then 0 else 1 end) = 1 as is_shipped,
        max(dim_product.batch_date) as batch_date,
        max(case when dim_product.is_inferred then 1 else 0 end) = 1 as has_inferred_product
    from orders
    inner join touched_sales_order_line_versions as line_versions
        on orders.sales_order_id = line_versions.sales_order_id
    left join dim_product
        on
            line_versions.product_id = dim_product.product_id
            and orders.ordered_at >= dim_product.valid_from
            and orders.ordered_at < dim_product.valid_to
    where line_versions.is_current
    group by orders.sales_order_id

),

members as (

    {{ sale_members('orders', are_few=is_incremental()) | indent }}

),

milestones as (

    {{ order_milestones(
        'orders', 'touched_payment_versions', 'touched_shipment_versions', 'touched_return_versions'
    ) | indent }}

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
        members.order_profile_key,
        greatest(
            order_changes.changed_in_batch_date,
            members.members_batch_date,
            coalesce(contents.batch_date, order_changes.changed_in_batch_date)
        ) as changed_in_batch_date,
        {{ row_quality(
            is_missing_key(['members.customer_key', 'members.location_key', 'members.ship_to_geography_key']),
            'members.has_inferred_member or contents.has_inferred_product'
        ) | indent(8) }} as row_quality
    from orders
    inner join order_changes
        on orders.sales_order_id = order_changes.sales_order_id
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
    {{ audit_key('changed_in_batch_date', 'row_quality') }} as audit_key,
    parcel_count,
    {{ hours_between('placed_at', 'paid_at') | indent }} as placed_to_paid_hours,
    {{ hours_between('placed_at', 'picked_at') | indent }} as placed_to_picked_hours,
    {{ hours_between('picked_at', 'shipped_at') | indent }} as picked_to_shipped_hours,
    {{ hours_between('shipped_at', 'delivered_at') | indent }} as shipped_to_delivered_hours,
    {{ hours_between('placed_at', 'delivered_at') | indent }} as placed_to_delivered_hours,
    {{ hours_between('delivered_at', 'returned_at') | indent }} as delivered_to_returned_hours,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from reached

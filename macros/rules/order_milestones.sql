{#-
  When an order got how far. Paid: when money was first captured for it, also where it was given back later.
  Picked and shipped: its first parcel. Delivered: its last parcel, once all of them are. Returned: the first
  goods that came back. A time is null until it comes.

  Arguments: orders, payment_versions, shipment_versions, return_versions: relations or CTEs, the first with
    one row a sales_order_id, the others with the versions of the enterprise model.
  Returns: a query with sales_order_id, paid_at, picked_at, shipped_at, delivered_at, returned_at,
    parcel_count; one row per row of orders.
-#}
{% macro order_milestones(orders, payment_versions, shipment_versions, return_versions) -%}
    select
        orders.sales_order_id,
        captured.paid_at,
        parcels.picked_at,
        parcels.shipped_at,
        parcels.delivered_at,
        came_back.returned_at,
        coalesce(parcels.parcel_count, 0) as parcel_count
    from {{ orders }} as orders
    left join (
        select
            sales_order_id,
            min(valid_from) as paid_at
        from {{ payment_versions }}
        where {{ is_money_taken('payment_status') }}
        group by sales_order_id
    ) as captured
        on orders.sales_order_id = captured.sales_order_id
    left join (
        {{ parcel_milestones('(select * from ' ~ shipment_versions ~ ' where is_current) as present_parcels') | indent(8) }}
    ) as parcels
        on orders.sales_order_id = parcels.sales_order_id
    left join (
        select
            sales_order_id,
            min(returned_at) as returned_at
        from {{ return_versions }}
        where is_current
        group by sales_order_id
    ) as came_back
        on orders.sales_order_id = came_back.sales_order_id
{%- endmacro %}


{#-
  When the parcels of an order got how far, as above. Arguments: parcels, a relation or CTE with one row a parcel; order,
    its column that names the order.
  Returns: a query with order, picked_at, shipped_at, delivered_at and parcel_count; orders without a parcel are left out.
-#}
{% macro parcel_milestones(parcels, order='sales_order_id') -%}
    select
        {{ order }},
        min(picked_at) as picked_at,
        min(shipped_at) as shipped_at,
        case when count(delivered_at) = count(*) then max(delivered_at) end as delivered_at,
        cast(count(*) as integer) as parcel_count
    from {{ parcels }}
    group by {{ order }}
{%- endmacro %}

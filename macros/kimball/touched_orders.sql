{#-
  The web orders that fct_order_fulfilment has to compute: those with a row of their own, a payment, a parcel, a
  return, a product or a member that is new since its last run; every one in a full refresh.

  Reads the CTEs of fct_order_fulfilment.
  Returns: a query with sales_order_id.
-#}
{% macro touched_orders() -%}
    {%- if not is_incremental() -%}
    select sales_order_id from sales_orders
    {%- else -%}
    {% for versions in [
        'sales_order_versions', 'sales_order_line_versions', 'payment_versions', 'shipment_versions', 'return_versions',
    ] -%}
    select sales_order_id
    from {{ versions }}
    where {{ is_new_row(versions) }}

    -- union drops repetitions: an order is computed once
    union

    {% endfor -%}
    select sales_order_line_versions.sales_order_id
    from sales_order_line_versions
    inner join dim_product
        on sales_order_line_versions.product_id = dim_product.product_id
    where {{ is_new_row('dim_product') }}

    union

    {{ sales_with_changed_members() }}
    {%- endif -%}
{%- endmacro %}

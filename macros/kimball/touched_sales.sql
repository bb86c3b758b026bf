{#-
  The sales that fct_order_lines has to compute: those with a row of their own, a rate, a store or a version of
  the buyer or the product that is new since its last run; every sale in a full refresh. Versions are
  looked up from the keys that the fact holds: a key whose version is gone or was written anew is touched.

  Reads the CTEs of fct_order_lines: sales_orders, sales_order_versions, sales_order_line_versions,
  shipment_versions, location_versions, fx_rates, rates, dim_customer, dim_product.
  Returns: a query with sales_order_id.
-#}
{% macro touched_sales() -%}
    {%- if not is_incremental() -%}
    select sales_order_id from sales_orders
    {%- else -%}
    select sales_order_id
    from sales_order_versions
    where {{ is_new_row('sales_order_versions') }}

    -- union drops repetitions: a sale is computed once
    union

    select sales_order_id
    from sales_order_line_versions
    where {{ is_new_row('sales_order_line_versions') }}

    union

    select sales_order_id
    from shipment_versions
    where {{ is_new_row('shipment_versions') }}

    union

    select sales_order_versions.sales_order_id
    from sales_order_versions
    inner join location_versions
        on sales_order_versions.location_id = location_versions.location_id
    where {{ is_new_row('location_versions') }}

    union

    select sales_order_versions.sales_order_id
    from sales_order_versions
    inner join rates
        on sales_order_versions.currency_code = rates.currency_code
        and cast(sales_order_versions.ordered_at as date) >= rates.first_date
        and cast(sales_order_versions.ordered_at as date) < rates.until_date
    inner join fx_rates
        on rates.currency_code = fx_rates.currency_code and rates.first_date = fx_rates.rate_date
    where {{ is_new_row('fx_rates') }}

    union

    select present.sales_order_id
    from {{ this }} as present
    left join dim_customer
        on present.customer_key = dim_customer.customer_key
    where dim_customer.customer_key is null or {{ is_new_row('dim_customer') }}

    union

    select present.sales_order_id
    from {{ this }} as present
    left join dim_product
        on present.product_key = dim_product.product_key
    where dim_product.product_key is null or {{ is_new_row('dim_product') }}
    {%- endif -%}
{%- endmacro %}

{#-
  The sales that fct_order_lines has to compute: those with a row of their own, a rate, a promotion, a band of the
  buyer or a version of a member that is new since its last run; every sale in a full refresh.

  Reads the CTEs of fct_order_lines.
  Returns: a query with sales_order_id.
-#}
{% macro touched_sales() -%}
    {%- if not is_incremental() -%}
    select sales_order_id from sales_orders
    {%- else -%}
    {% for versions in [
        'sales_order_versions', 'sales_order_line_versions', 'shipment_versions', 'order_line_promotion_versions',
    ] -%}
    select sales_order_id
    from {{ versions }}
    where {{ is_new_row(versions) }}

    -- union drops repetitions: a sale is computed once
    union

    {% endfor -%}
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

    {{ sales_with_changed_members() }}

    union

    select present.sales_order_id
    from {{ this }} as present
    left join dim_product
        on present.product_key = dim_product.product_key
    where dim_product.product_key is null or {{ is_new_row('dim_product') }}

    union

    -- a month is gone only with the sale or the registration that it began with, or when the person is known as another
    select present.sales_order_id
    from {{ this }} as present
    inner join fct_customer_monthly
        on present.customer_durable_key = fct_customer_monthly.customer_durable_key
        and {{ month_key('cast(present.ordered_at as date)') }} = fct_customer_monthly.month_key
    where {{ is_new_row('fct_customer_monthly') }}
    {%- endif -%}
{%- endmacro %}

{#-
  The returns that fct_returns has to compute: those that are new since its last run or whose sale, buyer, store,
  product or rate is new or gone; every one in a full refresh.

  Reads the CTEs of fct_returns: return_versions, fct_order_lines, dim_customer, dim_product, dim_location, rates,
  fx_rates.
  Returns: a query with return_id.
-#}
{% macro touched_returns() -%}
    {%- if not is_incremental() -%}
    select return_id from return_versions
    {%- else -%}
    select return_id
    from return_versions
    where {{ is_new_row('return_versions') }}

    -- union drops repetitions: a return is computed once
    union

    -- any line of the sale: which of them sold the product may have changed
    select return_versions.return_id
    from return_versions
    inner join fct_order_lines
        on return_versions.sales_order_id = fct_order_lines.sales_order_id
    where {{ is_new_row('fct_order_lines') }}

    union

    -- the sale is gone; a line that is gone is found by the lines that stay, which are written anew
    select present.return_id
    from {{ this }} as present
    where not exists (
        select 1
        from fct_order_lines
        where present.sales_order_id = fct_order_lines.sales_order_id
    )

    union

    -- the members themselves: a sale stays as it is where one of several inferred members is described
    select present.return_id
    from {{ this }} as present
    left join dim_customer
        on present.customer_key = dim_customer.customer_key
    left join dim_product
        on present.product_key = dim_product.product_key
    left join dim_location
        on present.location_key = dim_location.location_key
    where dim_customer.customer_key is null
        or dim_product.product_key is null
        or dim_location.location_key is null
        or {{ is_new_row('dim_customer') }}
        or {{ is_new_row('dim_product') }}
        or {{ is_new_row('dim_location') }}

    union

    -- only a return of a sale that nobody knows has a rate of its own
    select return_versions.return_id
    from return_versions
    inner join rates
        on return_versions.currency_code = rates.currency_code
        and cast(return_versions.returned_at as date) >= rates.first_date
        and cast(return_versions.returned_at as date) < rates.until_date
    inner join fx_rates
        on rates.currency_code = fx_rates.currency_code and rates.first_date = fx_rates.rate_date
    where {{ is_new_row('fx_rates') }}
    {%- endif -%}
{%- endmacro %}

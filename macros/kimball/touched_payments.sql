{#-
  The payments that fct_payments has to compute: those that are new since its last run or have a new sale,
  rate or version of the buyer; every one in a full refresh.

  Reads the CTEs of fct_payments: payment_versions, sales_order_versions, attempts, rates, fx_rates, dim_customer.
  Returns: a query with payment_id.
-#}
{% macro touched_payments() -%}
    {%- if not is_incremental() -%}
    select payment_id from attempts
    {%- else -%}
    select payment_id
    from payment_versions
    where {{ is_new_row('payment_versions') }}

    -- union drops repetitions: a payment is computed once
    union

    select payment_id
    from payment_versions
    where sales_order_id in (
        select sales_order_id
        from sales_order_versions
        where {{ is_new_row('sales_order_versions') }}

        union

        {{ sales_of_changed_customers() | indent(8) }}
    )

    union

    select attempts.payment_id
    from attempts
    inner join rates
        on attempts.currency_code = rates.currency_code
        and attempts.valued_date >= rates.first_date
        and attempts.valued_date < rates.until_date
    inner join fx_rates
        on rates.currency_code = fx_rates.currency_code and rates.first_date = fx_rates.rate_date
    where {{ is_new_row('fx_rates') }}
    {%- endif -%}
{%- endmacro %}

{#-
  The payments that fct_payments has to compute: those that are new since its last run or have a new sale,
  rate or version of the buyer; every one in a full refresh.

  Reads the CTEs of fct_payments: payment_versions, sales_order_versions, rates, fx_rates, dim_customer.
  Returns: a query with payment_id.
-#}
{% macro touched_payments() -%}
    {%- if not is_incremental() -%}
    select payment_id from payment_versions
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

    -- valued on a day from which on a rate is new: that of the sale, or their own
    select payment_id
    from payment_versions
    where {{ _is_since_a_new_rate('attempted_at') }}
        or sales_order_id in (
            select sales_order_id from sales_order_versions where {{ _is_since_a_new_rate('ordered_at') }}
        )
    {%- endif -%}
{%- endmacro %}


{#- Condition: a time lies in the days for which the rates that are new hold, or between them. -#}
{% macro _is_since_a_new_rate(time) -%}
    (
        cast({{ time }} as date) >= (select min(rate_date) from fx_rates where {{ is_new_row('fx_rates') }})
        and cast({{ time }} as date) < (
            select max(rates.until_date)
            from rates
            inner join fx_rates
                on rates.currency_code = fx_rates.currency_code and rates.first_date = fx_rates.rate_date
            where {{ is_new_row('fx_rates') }}
        )
    )
{%- endmacro %}

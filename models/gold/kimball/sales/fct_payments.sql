-- grain: one row per attempt to pay, web or store (payment_id)
{{ config(
    post_hook="{{ delete_rows_that_are_gone(ref('payment_versions'), 'payment_id') }}",
    **replace_changed('payment_id')
) }}

with

payment_versions as (

    select * from {{ ref('payment_versions') }}

),

sales_orders as (

    select * from {{ ref('sales_orders') }}

),

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }}

),

fx_rates as (

    select * from {{ ref('fx_rates') }}

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

rates as (

    {{ rates_by_day('fx_rates') | indent }}

),

touched as (

    {{ touched_payments() | indent }}

),

attempts as (

    -- a payment is worth what its sale is: at the rate of the sale's day, of its own while nothing describes the sale
    select
        payment_versions.payment_id,
        payment_versions.sales_order_id,
        sales_orders.channel,
        payment_versions.attempt_number,
        payment_versions.payment_method,
        payment_versions.payment_status,
        payment_versions.attempted_at,
        payment_versions.currency_code,
        payment_versions.amount,
        sales_order_versions.sales_order_id is null as is_sale_missing,
        {{ party_of_sale('sales_order_versions') }} as party_id,
        cast(sales_order_versions.ordered_at as date) as ordered_date,
        cast(coalesce(sales_order_versions.ordered_at, payment_versions.attempted_at) as date) as valued_date,
        greatest(
            payment_versions.changed_in_batch_date,
            coalesce(sales_order_versions.changed_in_batch_date, payment_versions.changed_in_batch_date)
        ) as changed_in_batch_date
    from payment_versions
    inner join sales_orders
        on payment_versions.sales_order_id = sales_orders.sales_order_id
    left join sales_order_versions
        on
            payment_versions.sales_order_id = sales_order_versions.sales_order_id
            and sales_order_versions.is_current
    where payment_versions.is_current
        and {{ of_touched('payment_id', 'payment_versions') }}

),

resolved as (

    select
        attempts.*,
        {{ payment_method_key('attempts.payment_method') }} as payment_method_key,
        {{ currency_key('attempts.currency_code') }} as currency_key,
        case
            when attempts.is_sale_missing then {{ reserved_key('missing') }}
            when attempts.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_key, {{ reserved_key('missing') }})
        end as customer_key,
        case
            when attempts.is_sale_missing then {{ reserved_key('missing') }}
            when attempts.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_durable_key, {{ reserved_key('missing') }})
        end as customer_durable_key,
        {{ date_key('attempts.ordered_date') }} as order_date_key,
        dim_customer.is_inferred as is_customer_inferred,
        rates.eur_per_unit,
        greatest(
            attempts.changed_in_batch_date,
            coalesce(rates.batch_date, attempts.changed_in_batch_date),
            coalesce(dim_customer.batch_date, attempts.changed_in_batch_date)
        ) as shaped_in_batch_date
    from attempts
    left join dim_customer
        on
            attempts.party_id = dim_customer.party_id
            and attempts.attempted_at >= dim_customer.valid_from
            and attempts.attempted_at < dim_customer.valid_to
    left join rates
        on
            attempts.currency_code = rates.currency_code
            and attempts.valued_date >= rates.first_date
            and attempts.valued_date < rates.until_date

),

judged as (

    select
        *,
        {{ row_quality(
            is_missing_key(['customer_key', 'payment_method_key', 'currency_key'])
            ~ ' or ' ~ is_missing_date_key(['order_date_key']),
            'is_customer_inferred'
        ) | indent(8) }} as row_quality
    from resolved

)

select
    payment_id,
    sales_order_id,
    attempt_number,
    channel,
    payment_status,
    {{ date_key('cast(attempted_at as date)') }} as attempt_date_key,
    {{ time_of_day_key('attempted_at') }} as attempt_time_of_day_key,
    order_date_key,
    customer_key,
    customer_durable_key,
    payment_method_key,
    currency_key,
    {{ audit_key('shaped_in_batch_date', 'row_quality') }} as audit_key,
    attempted_at,
    cast(1 as integer) as attempt_count,
    cast(case when payment_status = 'failed' then 1 else 0 end as integer) as failure_count,
    amount,
    cast(case when {{ is_money_taken('payment_status') }} then amount else 0 end as decimal(18, 4)) as captured_amount,
    eur_per_unit,
    {{ in_reporting_currency('amount', 'eur_per_unit') }} as amount_eur,
    {{ in_reporting_currency(
        'case when ' ~ is_money_taken('payment_status') ~ ' then amount else 0 end', 'eur_per_unit'
    ) }} as captured_amount_eur,
    shaped_in_batch_date as changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from judged

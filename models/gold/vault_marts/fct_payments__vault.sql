-- grain: one row per attempt to pay, web or store (payment_id)
{{ config(materialized='view', alias='fct_payments') }}

with

orders as (

    select * from {{ ref('bsat_order') }}

),

dim_customer as (

    select * from {{ ref('dim_customer__vault') }}

),

fx_rates as (

    {{ present_rows(ref('ref_fx_rate'), ['currency_code', 'rate_date']) | indent }}

),

rates as (

    {{ rates_by_day('fx_rates') | indent }}

),

web_payments as (

    {{ present_rows(ref('nhl_payment'), ['payment_id']) | indent }}

),

payments as (

    select
        'web|' || web_payments.payment_id as payment_id,
        web_payments.order_hash_key,
        hub_order.collision_code || '|' || hub_order.order_id as sales_order_id,
        web_payments.attempt_number,
        web_payments.payment_method,
        web_payments.payment_status,
        web_payments.amount,
        web_payments.currency_code,
        web_payments.attempted_at
    from web_payments
    inner join {{ ref('hub_order') }} as hub_order
        on web_payments.order_hash_key = hub_order.order_hash_key

    union all

    select
        sales_order_id as payment_id,
        order_hash_key,
        sales_order_id,
        1 as attempt_number,
        payment_method,
        'captured' as payment_status,
        total_amount as amount,
        currency_code,
        ordered_at as attempted_at
    from orders
    where channel = 'store'

),

attempts as (

    -- a payment is worth what its sale is: at the rate of the sale's day, of its own while nothing describes the sale
    select
        payments.*,
        split_part(payments.sales_order_id, '|', 1) as channel,
        orders.order_hash_key is null as is_sale_missing,
        orders.party_id,
        cast(orders.ordered_at as date) as ordered_date,
        cast(coalesce(orders.ordered_at, payments.attempted_at) as date) as valued_date
    from payments
    left join orders
        on payments.order_hash_key = orders.order_hash_key

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
        rates.eur_per_unit
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
    attempted_at,
    cast(1 as integer) as attempt_count,
    cast(case when payment_status = 'failed' then 1 else 0 end as integer) as failure_count,
    amount,
    cast(case when {{ is_money_taken('payment_status') }} then amount else 0 end as decimal(18, 4)) as captured_amount,
    eur_per_unit,
    {{ in_reporting_currency('amount', 'eur_per_unit') }} as amount_eur,
    {{ in_reporting_currency(
        'case when ' ~ is_money_taken('payment_status') ~ ' then amount else 0 end', 'eur_per_unit'
    ) }} as captured_amount_eur
from resolved

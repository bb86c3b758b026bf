-- grain: one row per payment and version (payment_id, valid_from)
{{ config(pre_hook="{{ delete_payments_that_are_gone() }}", **replace_changed(['payment_id'])) }}

with

web_payments as (

    {{ touched_versions(ref('stg_shop__payments_history'), 'payment_id') | indent }}

),

receipts as (

    select * from {{ ref('receipts_3nf_receipts') }}

),

store_sales as (

    select *
    from receipts
    where receipt_type = 'sale'
        and {{ is_new_row('receipts') }}

),

attempts as (

    select
        'web|' || payment_id as payment_id,
        'web|' || order_id as sales_order_id,
        attempt_number,
        payment_method,
        payment_status,
        amount,
        currency_code,
        authorisation_code,
        attempted_at,
        valid_from,
        valid_to,
        is_current,
        record_source,
        batch_date,
        changed_in_batch_date
    from web_payments

    union all

    select
        'store|' || receipt_id as payment_id,
        'store|' || receipt_id as sales_order_id,
        1 as attempt_number,
        payment_method,
        'captured' as payment_status,
        total_amount as amount,
        currency_code,
        null as authorisation_code,
        sold_at as attempted_at,
        sold_at as valid_from,
        {{ high_date() }} as valid_to,
        true as is_current,
        record_source,
        batch_date,
        changed_in_batch_date
    from store_sales

)

select
    payment_id,
    valid_from,
    sales_order_id,
    attempt_number,
    payment_method,
    payment_status,
    amount,
    currency_code,
    authorisation_code,
    attempted_at,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from attempts

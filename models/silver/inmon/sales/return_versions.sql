-- grain: one row per returned item and version (return_id, valid_from)
{{ config(post_hook="{{ delete_returns_that_are_gone() }}", **replace_changed(['return_id'])) }}

with

web_returns as (

    {{ touched_versions(ref('stg_shop__returns_history'), 'return_id') | indent }}

),

receipts as (

    select * from {{ ref('receipts_3nf_receipts') }}

),

receipt_lines as (

    select * from {{ ref('receipts_3nf_lines') }}

),

store_returns as (

    -- a return is looked at again when the receipt that it takes goods back from turns up
    select
        receipts.*,
        greatest(
            receipts.changed_in_batch_date,
            coalesce(originals.changed_in_batch_date, receipts.changed_in_batch_date)
        ) as shaped_in_batch_date
    from receipts
    left join receipts as originals on receipts.original_receipt_id = originals.receipt_id
    where receipts.receipt_type = 'return'
        and ({{ is_new_row('receipts') }} or {{ is_new_row('originals') }})

),

{{ store_returned_lines('store_returns', 'receipts', 'receipt_lines') }},

returned as (

    select
        'web|' || return_id as return_id,
        'web|' || order_id as sales_order_id,
        line_number,
        null as product_id,
        null as location_id,
        null as currency_code,
        quantity,
        refund_amount,
        reason_code,
        returned_at,
        valid_from,
        valid_to,
        is_current,
        record_source,
        batch_date,
        changed_in_batch_date
    from web_returns

    union all

    select
        'store|' || returned_lines.receipt_id || '|' || returned_lines.line_number as return_id,
        'store|' || returned_lines.original_receipt_id as sales_order_id,
        returned_lines.sold_line_number as line_number,
        returned_lines.product_id,
        returned_lines.location_id,
        returned_lines.currency_code,
        returned_lines.quantity,
        returned_lines.refund_amount,
        null as reason_code,
        returned_lines.sold_at as returned_at,
        returned_lines.sold_at as valid_from,
        {{ high_date() }} as valid_to,
        true as is_current,
        returned_lines.record_source,
        returned_lines.batch_date,
        returned_lines.shaped_in_batch_date as changed_in_batch_date
    from returned_lines

)

select
    return_id,
    valid_from,
    sales_order_id,
    line_number,
    product_id,
    location_id,
    currency_code,
    quantity,
    refund_amount,
    reason_code,
    returned_at,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from returned

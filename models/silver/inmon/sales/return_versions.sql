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

returned_lines as (

    select
        store_returns.receipt_id,
        receipt_lines.line_number,
        receipt_lines.product_id,
        receipt_lines.quantity,
        {{ line_amount('receipt_lines.quantity', 'receipt_lines.unit_price') }} as line_amount,
        coalesce(receipt_lines.line_discount_amount, 0) as line_discount_amount,
        store_returns.receipt_discount_amount
    from store_returns
    inner join receipt_lines on store_returns.receipt_id = receipt_lines.receipt_id

),

discount_shares as (

    {{ allocate('returned_lines', ['receipt_id'], 'line_number', 'line_amount', ['receipt_discount_amount']) | indent }}

),

sold_lines as (

    -- the line that goods came from is known where the receipt sold the product on one line alone
    select
        receipts.receipt_id,
        receipt_lines.product_id,
        max(receipt_lines.line_number) as line_number
    from receipts
    inner join receipt_lines on receipts.receipt_id = receipt_lines.receipt_id
    where receipts.receipt_type = 'sale'
    group by receipts.receipt_id, receipt_lines.product_id
    having count(*) = 1

),

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
        'store|' || store_returns.original_receipt_id as sales_order_id,
        sold_lines.line_number,
        returned_lines.product_id,
        store_returns.location_id,
        store_returns.currency_code,
        returned_lines.quantity,
        cast(
            returned_lines.line_amount
            - returned_lines.line_discount_amount
            - discount_shares.allocated_receipt_discount_amount as decimal(18, 4)
        ) as refund_amount,
        null as reason_code,
        store_returns.sold_at as returned_at,
        store_returns.sold_at as valid_from,
        {{ high_date() }} as valid_to,
        true as is_current,
        store_returns.record_source,
        store_returns.batch_date,
        store_returns.shaped_in_batch_date as changed_in_batch_date
    from store_returns
    inner join returned_lines on store_returns.receipt_id = returned_lines.receipt_id
    inner join discount_shares
        on returned_lines.receipt_id = discount_shares.receipt_id
            and returned_lines.line_number = discount_shares.line_number
    left join sold_lines
        on store_returns.original_receipt_id = sold_lines.receipt_id
            and returned_lines.product_id = sold_lines.product_id

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

-- grain: one row per line of a sale and version (sales_order_id, line_number, valid_from)
{{ config(pre_hook="{{ delete_sold_lines_that_are_gone() }}", **replace_changed(['sales_order_id'])) }}

with

web_lines as (

    {{ touched_versions(ref('stg_shop__order_lines_history'), 'order_id') | indent }}

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

lines as (

    select
        'web|' || order_id as sales_order_id,
        line_number,
        product_id,
        quantity,
        unit_price,
        line_discount_amount,
        valid_from,
        valid_to,
        is_current,
        record_source,
        batch_date,
        changed_in_batch_date
    from web_lines

    union all

    select
        'store|' || store_sales.receipt_id as sales_order_id,
        receipt_lines.line_number,
        receipt_lines.product_id,
        receipt_lines.quantity,
        receipt_lines.unit_price,
        coalesce(receipt_lines.line_discount_amount, 0) as line_discount_amount,
        store_sales.sold_at as valid_from,
        {{ high_date() }} as valid_to,
        true as is_current,
        receipt_lines.record_source,
        receipt_lines.batch_date,
        receipt_lines.changed_in_batch_date
    from store_sales
    inner join {{ ref('receipts_3nf_lines') }} as receipt_lines on store_sales.receipt_id = receipt_lines.receipt_id

)

select
    sales_order_id,
    line_number,
    valid_from,
    product_id,
    quantity,
    unit_price,
    line_discount_amount,
    valid_to,
    is_current,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from lines

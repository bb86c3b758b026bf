-- Lossless: headers and lines, joined on the receipt, are the rows of first normal form.
{%- set columns = receipt_header_columns() + ['line_number'] + receipt_line_columns() %}

with

first_normal_form as (

    select * from {{ ref('receipts_1nf') }}

),

joined as (

    select
        headers.*,
        lines.line_number,
        lines.product_id,
        lines.product_name,
        lines.quantity,
        lines.unit_price,
        lines.line_discount_amount,
        lines.promotion_id
    from {{ ref('receipts_2nf_headers') }} as headers
    inner join {{ ref('receipts_2nf_lines') }} as lines on headers.receipt_id = lines.receipt_id

)

{{ rows_that_differ('first_normal_form', 'joined', columns) }}

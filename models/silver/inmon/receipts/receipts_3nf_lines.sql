-- grain: one row per receipt and line (receipt_id, line_number)
{{ config(materialized='view') }}

with

lines as (

    select * from {{ ref('receipts_2nf_lines') }}

)

select
    receipt_id,
    line_number,
    product_id,
    quantity,
    unit_price,
    line_discount_amount,
    promotion_id,
    record_source,
    batch_date,
    changed_in_batch_date,
    audit_loaded_at
from lines

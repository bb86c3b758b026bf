-- grain: one row per receipt and line (receipt_id, line_number)
{{ config(materialized='view') }}

with

receipts as (

    select * from {{ ref('receipts_1nf') }}

)

select
    receipt_id,
    line_number,
    product_id,
    product_name,
    quantity,
    unit_price,
    line_discount_amount,
    promotion_id,
    record_source,
    batch_date,
    changed_in_batch_date,
    audit_loaded_at
from receipts

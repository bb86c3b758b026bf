-- grain: one row per receipt (receipt_id)
{{ config(materialized='view') }}

with

headers as (

    select * from {{ ref('receipts_2nf_headers') }}

)

select
    receipt_id,
    receipt_type,
    original_receipt_id,
    location_id,
    register_number,
    cashier_id,
    member_id,
    sold_at,
    sold_local_date,
    currency_code,
    payment_method,
    receipt_discount_amount,
    tax_amount,
    total_amount,
    record_source,
    batch_date,
    changed_in_batch_date,
    audit_loaded_at
from headers

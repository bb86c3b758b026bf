-- grain: one row per receipt (receipt_id)
{{ config(materialized='view') }}

with

receipts as (

    select * from {{ ref('receipts_1nf') }}

)

-- the header stands on each line of its receipt, and each receipt has a first line
select
    receipt_id,
    receipt_type,
    original_receipt_id,
    location_id,
    location_name,
    location_city,
    location_country_code,
    register_number,
    cashier_id,
    cashier_name,
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
from receipts
where line_number = 1

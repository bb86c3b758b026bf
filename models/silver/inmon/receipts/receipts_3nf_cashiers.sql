-- grain: one row per cashier and printed name (cashier_id, valid_from)
{{ config(materialized='view') }}

with

printed as (

    select
        cashier_id,
        cashier_name,
        sold_at,
        record_source,
        batch_date,
        audit_loaded_at
    from {{ ref('receipts_2nf_headers') }}

)

{{ printed_history('cashier_id', ['cashier_name']) }}

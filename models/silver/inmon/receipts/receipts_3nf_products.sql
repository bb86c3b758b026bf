-- grain: one row per product and printed name (product_id, valid_from)
{{ config(materialized='view') }}

with

printed as (

    select
        lines.product_id,
        lines.product_name,
        headers.sold_at,
        headers.record_source,
        headers.batch_date,
        headers.audit_loaded_at
    from {{ ref('receipts_2nf_lines') }} as lines
    inner join {{ ref('receipts_2nf_headers') }} as headers on lines.receipt_id = headers.receipt_id

)

{{ printed_history('product_id', ['product_name']) }}

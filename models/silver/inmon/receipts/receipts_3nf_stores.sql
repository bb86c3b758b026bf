-- grain: one row per store and printed address (location_id, valid_from)
{{ config(materialized='view') }}

with

printed as (

    select
        location_id,
        location_name,
        location_city,
        location_country_code,
        sold_at,
        record_source,
        batch_date,
        audit_loaded_at
    from {{ ref('receipts_2nf_headers') }}

)

{{ printed_history('location_id', ['location_name', 'location_city', 'location_country_code']) }}

-- grain: one row per receipt (receipt_id), its lines side by side
{{ config(materialized='view') }}

with

receipts as (

    select * from {{ ref('stg_pos__receipts_history') }}

)

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
    {%- for position in range(1, 5) %}
        line_{{ position }}_product_id,
        line_{{ position }}_product_name,
        line_{{ position }}_quantity,
        line_{{ position }}_unit_price,
        line_{{ position }}_discount_amount,
        line_{{ position }}_promotion_id,
    {%- endfor %}
    record_source,
    batch_date,
    changed_in_batch_date,
    audit_loaded_at
from receipts
where is_current

-- grain: one row per receipt and line (receipt_id, line_number)
{{ config(materialized='view') }}

with

receipts as (

    select * from {{ ref('receipts_unnormalised') }}

),

positions as (

    select positions.line_number
    from (values (1), (2), (3), (4)) as positions (line_number)

),

lines as (

    select
        receipts.*,
        positions.line_number,
    {%- for column in ['product_id', 'product_name', 'quantity', 'unit_price', 'discount_amount', 'promotion_id'] %}
        case positions.line_number
            {%- for position in range(1, 5) %}
                when {{ position }} then receipts.line_{{ position }}_{{ column }}
            {%- endfor %}
        end as {{ 'line_discount_amount' if column == 'discount_amount' else column }}{{ ',' if not loop.last }}
    {%- endfor %}
    from receipts
    cross join positions

)

select
    receipt_id,
    line_number,
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
from lines
where product_id is not null

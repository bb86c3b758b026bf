-- Lossless: the five parts of third normal form, joined as of the time of the receipt, are the rows of first
-- normal form; and that one gives back the receipts (receipts_1nf_gives_back_the_receipts).
{%- set columns = receipt_header_columns() + ['line_number'] + receipt_line_columns() %}

with

first_normal_form as (

    select * from {{ ref('receipts_1nf') }}

),

joined as (

    select
        receipts.*,
        stores.location_name,
        stores.location_city,
        stores.location_country_code,
        cashiers.cashier_name,
        lines.line_number,
        lines.product_id,
        products.product_name,
        lines.quantity,
        lines.unit_price,
        lines.line_discount_amount,
        lines.promotion_id
    from {{ ref('receipts_3nf_receipts') }} as receipts
    inner join {{ ref('receipts_3nf_lines') }} as lines on receipts.receipt_id = lines.receipt_id
    inner join {{ ref('receipts_3nf_stores') }} as stores
        on receipts.location_id = stores.location_id
            and receipts.sold_at >= stores.valid_from
            and receipts.sold_at < stores.valid_to
    inner join {{ ref('receipts_3nf_cashiers') }} as cashiers
        on receipts.cashier_id = cashiers.cashier_id
            and receipts.sold_at >= cashiers.valid_from
            and receipts.sold_at < cashiers.valid_to
    inner join {{ ref('receipts_3nf_products') }} as products
        on lines.product_id = products.product_id
            and receipts.sold_at >= products.valid_from
            and receipts.sold_at < products.valid_to

)

{{ rows_that_differ('first_normal_form', 'joined', columns) }}

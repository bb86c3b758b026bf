{#-
  Goods given back in a store: a receipt of type return, of which each line is a return. The refund is what the line
  comes to, less its share of the receipt's discount. Which line of the sale the goods come from is known where the
  receipt that they were bought with sold the product on one line alone.

  Arguments: relations or common table expressions; store_returns, the receipts of type return, with receipt_id,
    original_receipt_id and receipt_discount_amount; receipts, all receipts, with receipt_type; receipt_lines, their
    lines: receipt_id, line_number, product_id, quantity, unit_price, line_discount_amount.
  Renders the common table expressions up to returned_lines: the columns of store_returns, line_number, product_id,
    quantity, refund_amount, and sold_line_number, the line of the sale.
-#}
{% macro store_returned_lines(store_returns, receipts, receipt_lines) -%}
valued_returns as (

    select
        store_returns.receipt_id,
        receipt_lines.line_number,
        receipt_lines.product_id,
        receipt_lines.quantity,
        {{ line_amount('receipt_lines.quantity', 'receipt_lines.unit_price') }} as line_amount,
        coalesce(receipt_lines.line_discount_amount, 0) as line_discount_amount,
        store_returns.receipt_discount_amount
    from {{ store_returns }} as store_returns
    inner join {{ receipt_lines }} as receipt_lines on store_returns.receipt_id = receipt_lines.receipt_id

),

discount_shares as (

    {{ allocate('valued_returns', ['receipt_id'], 'line_number', 'line_amount', ['receipt_discount_amount']) | indent }}

),

lines_sold_once as (

    select
        receipts.receipt_id,
        receipt_lines.product_id,
        max(receipt_lines.line_number) as line_number
    from {{ receipts }} as receipts
    inner join {{ receipt_lines }} as receipt_lines on receipts.receipt_id = receipt_lines.receipt_id
    where receipts.receipt_type = 'sale'
        and receipts.receipt_id in (select original_receipt_id from {{ store_returns }})
    group by receipts.receipt_id, receipt_lines.product_id
    having count(*) = 1

),

returned_lines as (

    select
        store_returns.*,
        valued_returns.line_number,
        valued_returns.product_id,
        valued_returns.quantity,
        cast(
            valued_returns.line_amount
            - valued_returns.line_discount_amount
            - discount_shares.allocated_receipt_discount_amount as decimal(18, 4)
        ) as refund_amount,
        lines_sold_once.line_number as sold_line_number
    from {{ store_returns }} as store_returns
    inner join valued_returns on store_returns.receipt_id = valued_returns.receipt_id
    inner join discount_shares
        on
            valued_returns.receipt_id = discount_shares.receipt_id
            and valued_returns.line_number = discount_shares.line_number
    left join lines_sold_once
        on
            store_returns.original_receipt_id = lines_sold_once.receipt_id
            and valued_returns.product_id = lines_sold_once.product_id

)
{%- endmacro %}

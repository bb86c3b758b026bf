-- The lines of the orders, charges such as postage among them.
select
    batch_date,
    'c' as op,
    occurred_at as changed_at,
    invoice_no as order_id,
    line_number,
    stock_code as product_id,
    quantity,
    unit_price,
    0 as line_discount_amount
from order_lines

-- One row a line of an order: every sale, and every cancellation whose sale is not in the file. The latter is an order
-- that was cancelled: it brings no revenue, and its return finds product, customer, country and currency there.
select
    invoice_no,
    line_number,
    stock_code,
    customer_id,
    country_code,
    batch_date,
    invoiced_at,
    occurred_at,
    quantity,
    unit_price,
    'completed' as order_status
from invoice_lines
where line_kind = 'sale'

union all

select
    invoice_no,
    line_number,
    stock_code,
    customer_id,
    country_code,
    batch_date,
    invoiced_at,
    occurred_at,
    -quantity as quantity,
    unit_price,
    'cancelled' as order_status
from cancelled_lines
where sold_invoice_no is null

-- Every line of a cancellation. Its order is the sale that it takes back, or else the cancelled order that stands for
-- the sale. Nobody asked why.
select
    batch_date,
    'c' as op,
    occurred_at as changed_at,
    invoice_no || '-' || line_number as return_id,
    coalesce(sold_invoice_no, invoice_no) as order_id,
    coalesce(sold_line_number, line_number) as line_number,
    occurred_at as returned_at,
    -quantity as quantity,
    -quantity * unit_price as refund_amount
from cancelled_lines

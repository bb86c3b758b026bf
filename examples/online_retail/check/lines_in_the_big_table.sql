-- Each line of a sale or a cancellation, as the wide table has it: of the cancellations of a line it knows the sums,
-- not their invoices and days.
select
    case when unit_price > 0 then 'sale' else 'given away' end as line_kind,
    split_part(sales_order_id, '|', 2) as invoice_no,
    customer_durable_key,
    country_code,
    order_month_date as month_date,
    1 as line_count,
    quantity,
    line_amount as amount
from obt.obt_order_lines
where not is_cancelled

union all

select
    'cancellation' as line_kind,
    null as invoice_no,
    customer_durable_key,
    country_code,
    null as month_date,
    return_count as line_count,
    -returned_quantity as quantity,
    case when is_cancelled then -line_amount else -net_revenue_returned_amount end as amount
from obt.obt_order_lines
where return_count > 0

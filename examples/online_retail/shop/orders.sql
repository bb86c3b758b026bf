-- The header of each order, from its lines. An invoice has one customer, one country and one day, but some have two
-- times: the order was placed at the first.
select
    batch_date,
    'c' as op,
    min(occurred_at) as changed_at,
    invoice_no as order_id,
    customer_id,
    min(occurred_at) as ordered_at,
    order_status,
    'web' as device,
    'GBP' as currency_code,
    0 as order_discount_amount,
    0 as shipping_amount,
    0 as tax_amount,
    country_code as ship_to_country_code,
    country_code as bill_to_country_code,
    'WAREHOUSE' as fulfilment_location_id,
    false as is_express,
    false as is_gift_wrapped
from order_lines
group by batch_date, invoice_no, customer_id, order_status, country_code

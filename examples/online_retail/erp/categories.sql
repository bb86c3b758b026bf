-- The file has no categories; these three keep goods apart from what else is on an invoice.
select
    (select min(batch_date) from invoice_lines) as batch_date,
    'c' as op,
    strftime((select min(batch_date) from invoice_lines), '%Y-%m-%dT00:00:00Z') as changed_at,
    category_id,
    category_name
from (
    values
    ('GOODS', 'Goods'),
    ('CHARGES', 'Postage, fees and corrections'),
    ('VOUCHERS', 'Gift vouchers')
) as categories (category_id, category_name)

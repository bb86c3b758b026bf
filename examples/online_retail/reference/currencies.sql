-- What is invoiced in, and what the warehouse reports in.
select
    (select min(batch_date) from invoice_lines) as batch_date,
    currency_code,
    currency_name,
    2 as decimal_places
from (values ('GBP', 'Pound sterling'), ('EUR', 'Euro')) as currencies (currency_code, currency_name)

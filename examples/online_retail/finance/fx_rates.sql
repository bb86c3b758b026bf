-- One rate for the whole time, about the average of 2011: an assumption of this mapping, for the file has no rates.
select
    min(batch_date) as batch_date,
    'GBP' as currency_code,
    min(batch_date) as rate_date,
    cast(1.15 as decimal(18, 8)) as eur_per_unit
from invoice_lines

-- The file's 38 countries, with their codes; everything is invoiced in pounds.
select
    (select min(batch_date) from invoice_lines) as batch_date,
    country_code,
    country_name,
    'GBP' as currency_code
from read_csv(getvariable('mapping') || '/country_codes.csv', all_varchar = true)

-- The one warehouse that everything is sent from; nothing is known of it but its country.
select
    min(batch_date) as batch_date,
    'c' as op,
    strftime(min(batch_date), '%Y-%m-%dT00:00:00Z') as changed_at,
    'WAREHOUSE' as location_no,
    'Warehouse' as location_name,
    'warehouse' as location_type,
    'GB' as country_code,
    'not known' as city,
    'Europe/London' as time_zone,
    min(batch_date) as opened_date
from invoice_lines

-- Each customer when first invoiced, and again when invoiced to another country. The file knows customers by number
-- alone: no names, no addresses.
with

invoiced as (

    -- distinct: an invoice has many lines
    select distinct
        customer_id,
        occurred_at,
        invoiced_at,
        batch_date,
        last_value(country_code) over (
            partition by customer_id, invoiced_at order by source_row
            rows between unbounded preceding and unbounded following
        ) as country_code
    from invoice_lines
    where customer_id is not null

),

compared as (

    select
        *,
        lag(country_code) over (partition by customer_id order by invoiced_at) as previous_country_code,
        first_value(occurred_at) over (partition by customer_id order by invoiced_at) as registered_at
    from invoiced

)

select
    batch_date,
    case when previous_country_code is null then 'c' else 'u' end as op,
    occurred_at as changed_at,
    customer_id,
    'none' as loyalty_tier,
    registered_at,
    country_code
from compared
where previous_country_code is null or country_code <> previous_country_code

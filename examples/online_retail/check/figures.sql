-- The figures of the file, put together from the lines of one style and what was set aside. Net is all that the file
-- invoices: sales, less cancellations, and the adjustments of bad debt, which are set aside. A figure is null where
-- the style does not hold what it takes.
with

everything as (

    select
        line_kind,
        invoice_no,
        cast(customer_durable_key as text) as customer,
        country_code,
        month_date,
        line_count,
        quantity,
        amount
    from lines

    union all

    select
        line_kind,
        invoice_no,
        null as customer,
        country_code,
        cast(date_trunc('month', batch_date) as date) as month_date,
        1 as line_count,
        quantity,
        quantity * unit_price as amount
    from set_aside

),

knows as (

    -- whether the style holds invoice and day of each cancellation
    select bool_and(invoice_no is not null and month_date is not null) as documents
    from lines

)

select
    unnest([
        'lines',
        'invoices',
        'customers',
        'countries',
        'units',
        'net amount',
        'sales: lines',
        'sales: invoices',
        'sales: amount',
        'cancellations: lines',
        'cancellations: invoices',
        'cancellations: amount',
        'bad debt: lines',
        'bad debt: amount',
        'net 2011-11',
        'sales 2011-11',
        'net United Kingdom',
        'net Netherlands',
        'net EIRE'
    ]) as figure,
    unnest([
        sum(line_count),
        case when documents then count(distinct invoice_no) end,
        count(distinct customer) filter (where customer not like '00000000-0000-0000-0000-%'),
        count(distinct country_code),
        sum(quantity),
        sum(amount),
        sum(line_count) filter (where line_kind = 'sale'),
        count(distinct invoice_no) filter (where line_kind = 'sale'),
        sum(amount) filter (where line_kind = 'sale'),
        sum(line_count) filter (where line_kind = 'cancellation'),
        case when documents then count(distinct invoice_no) filter (where line_kind = 'cancellation') end,
        sum(amount) filter (where line_kind = 'cancellation'),
        sum(line_count) filter (where line_kind = 'bad_debt'),
        sum(amount) filter (where line_kind = 'bad_debt'),
        case when documents then sum(amount) filter (where month_date = date '2011-11-01') end,
        sum(amount) filter (where month_date = date '2011-11-01' and line_kind = 'sale'),
        sum(amount) filter (where country_code = 'GB'),
        sum(amount) filter (where country_code = 'NL'),
        sum(amount) filter (where country_code = 'IE')
    ]) as value
from everything
cross join knows
group by documents

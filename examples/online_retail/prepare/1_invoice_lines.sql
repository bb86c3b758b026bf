-- One row a line of the file, in the file's order, with what it is. Exact duplicates are lines of their own, for a
-- line is known by its place. Times are those of a clock in London; codes are told apart as the warehouse does, which
-- folds their case.
with

delivered as (

    select
        file_row_number + 1 as source_row,
        trim(InvoiceNo) as invoice_no,
        trim(StockCode) as stock_code,
        upper(trim(StockCode)) as product_no,
        nullif(trim(Description), '') as description,
        Quantity as quantity,
        cast(UnitPrice as decimal(18, 4)) as unit_price,
        cast(CustomerID as text) as customer_id,
        trim(Country) as country,
        InvoiceDate as invoiced_at,
        to_utc(InvoiceDate, 'Europe/London') as invoiced_at_utc
    from read_parquet(getvariable('source'), file_row_number = true)

)

select
    delivered.*,
    countries.country_code,
    cast(delivered.invoiced_at_utc as date) as batch_date,
    with_offset(delivered.invoiced_at, 'Europe/London') as occurred_at,
    cast(row_number() over (partition by delivered.invoice_no order by delivered.source_row) as integer) as line_number,
    case
        when delivered.invoice_no like 'C%' then 'cancellation'
        when delivered.invoice_no like 'A%' then 'bad_debt'
        when delivered.quantity < 0 then 'write_off'
        when delivered.unit_price = 0 and delivered.customer_id is null then 'stock_correction'
        else 'sale'
    end as line_kind
from delivered
left join read_csv(getvariable('mapping') || '/country_codes.csv', all_varchar = true) as countries
    on delivered.country = countries.country

-- The range as known at the end of the first day and of each week: every code that was invoiced by then, with the name
-- that a sale last gave it. Products and charges are told apart by their code.
with

extract_days as (

    select max(batch_date) as extract_date
    from invoice_lines
    group by date_trunc('week', batch_date)

    union

    select min(batch_date) as extract_date
    from invoice_lines

),

named as (

    select
        product_no,
        batch_date,
        arg_max(description, source_row) filter (where line_kind = 'sale') as sold_as,
        arg_max(description, source_row) as named_as
    from invoice_lines
    group by product_no, batch_date

),

known as (

    select
        extract_days.extract_date,
        named.product_no,
        min(named.batch_date) as first_date,
        arg_max(named.sold_as, named.batch_date) as sold_as,
        arg_max(named.named_as, named.batch_date) as named_as
    from extract_days
    inner join named on extract_days.extract_date >= named.batch_date
    group by extract_days.extract_date, named.product_no

),

sorted as (

    select
        *,
        case
            when product_no like 'GIFT\_0001%' escape '\' then 'vouchers'
            when product_no in ('POST', 'DOT', 'C2', 'M', 'D', 'S', 'B', 'CRUK', 'AMAZONFEE', 'BANK CHARGES') then 'charges'
            else 'goods'
        end as category
    from known

)

select
    extract_date as batch_date,
    product_no,
    coalesce(sold_as, named_as, product_no) as product_name,
    case category when 'vouchers' then 'gift_card' when 'charges' then 'digital' else 'physical' end as product_type,
    upper(category) as category_id,
    first_date as launch_date,
    false as is_discontinued
from sorted

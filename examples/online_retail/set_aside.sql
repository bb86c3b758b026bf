-- What is on the file and is neither a sale nor goods that came back, line by line, each with the reason.
select
    source_row,
    case line_kind
        when 'bad_debt' then 'an adjustment of bad debt is no sale of goods'
        when 'write_off' then 'goods written off were not sold to anybody'
        when 'stock_correction' then 'without price and customer it is a correction of the stock'
    end as reason,
    line_kind,
    invoice_no,
    stock_code,
    description,
    quantity,
    unit_price,
    customer_id,
    country_code,
    batch_date
from invoice_lines
where line_kind in ('bad_debt', 'write_off', 'stock_correction')
order by source_row

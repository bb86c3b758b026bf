-- One row a line of a cancellation, with the line of the sale that it takes back, where the file holds that sale.
-- Of one customer, country, product and price, the units that came back are counted in the order of the file, and so
-- are those that were sold: the first unit back is the first unit sold. A cancellation takes back the line on which
-- all of its units lie, if that was sold before; no line is taken back beyond its quantity.
with

cancelled as (

    select
        *,
        sum(-quantity) over same_goods as units_back
    from invoice_lines
    where line_kind = 'cancellation'
    window same_goods as (partition by customer_id, country, product_no, unit_price order by source_row)

),

sold as (

    select
        *,
        sum(quantity) over same_goods as units_sold
    from invoice_lines
    where line_kind = 'sale'
    window same_goods as (partition by customer_id, country, product_no, unit_price order by source_row)

)

select
    cancelled.*,
    sold.invoice_no as sold_invoice_no,
    sold.line_number as sold_line_number
from cancelled
left join sold
    on
        cancelled.customer_id = sold.customer_id
        and cancelled.country = sold.country
        and cancelled.product_no = sold.product_no
        and cancelled.unit_price = sold.unit_price
        and cancelled.invoiced_at >= sold.invoiced_at
        and cancelled.units_back <= sold.units_sold
        and cancelled.units_back + cancelled.quantity >= sold.units_sold - sold.quantity

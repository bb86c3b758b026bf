-- A wide line holds the amounts of its line, and of its returns, once; and what belongs to a sale as a whole sums over
-- the lines of the sale to what it is. The same for the sale as a document.
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

obt_order_lines as (

    select * from {{ ref('obt_order_lines') }}

),

returned as (

    select
        sales_order_id,
        sum(quantity) as returned_quantity,
        sum(net_revenue_returned_eur) as net_revenue_returned_eur,
        sum(refund_amount_eur) as refund_amount_eur
    from {{ ref('fct_returns') }}
    group by sales_order_id

),

paid as (

    select
        sales_order_id,
        count(*) as payment_count,
        sum(captured_amount_eur) as captured_amount_eur
    from {{ ref('fct_payments') }}
    group by sales_order_id

),

told as (

    select
        fct_order_lines.sales_order_id,
        count(*) as line_count,
        1 as first_line_count,
        sum(fct_order_lines.quantity) as quantity,
        sum(fct_order_lines.line_amount_eur) as line_amount_eur,
        sum(fct_order_lines.net_revenue_amount) as net_revenue_amount,
        sum(fct_order_lines.net_revenue_eur) as net_revenue_eur,
        sum(fct_order_lines.allocated_tax_amount_eur) as allocated_tax_amount_eur,
        sum(fct_order_lines.allocated_order_discount_amount) as order_discount_amount,
        sum(fct_order_lines.allocated_shipping_amount) as order_shipping_amount,
        sum(fct_order_lines.allocated_tax_amount) as order_tax_amount,
        sum(
            fct_order_lines.line_amount - fct_order_lines.line_discount_amount
            - fct_order_lines.allocated_order_discount_amount
            + fct_order_lines.allocated_shipping_amount + fct_order_lines.allocated_tax_amount
        ) as order_total_amount,
        coalesce(max(returned.returned_quantity), 0) as returned_quantity,
        coalesce(max(returned.net_revenue_returned_eur), 0) as net_revenue_returned_eur,
        coalesce(max(returned.refund_amount_eur), 0) as refund_amount_eur,
        coalesce(max(paid.payment_count), 0) as payment_count,
        coalesce(max(paid.captured_amount_eur), 0) as captured_amount_eur
    from fct_order_lines
    left join returned
        on fct_order_lines.sales_order_id = returned.sales_order_id
    left join paid
        on fct_order_lines.sales_order_id = paid.sales_order_id
    group by fct_order_lines.sales_order_id

),

wide as (

    select
        obt_order_lines.sales_order_id,
        count(*) as line_count,
        count(case when obt_order_lines.is_first_line then 1 end) as first_line_count,
        sum(obt_order_lines.quantity) as quantity,
        sum(obt_order_lines.line_amount_eur) as line_amount_eur,
        sum(obt_order_lines.net_revenue_amount) as net_revenue_amount,
        sum(obt_order_lines.net_revenue_eur) as net_revenue_eur,
        sum(obt_order_lines.allocated_tax_amount_eur) as allocated_tax_amount_eur,
        sum(obt_order_lines.order_discount_amount) as order_discount_amount,
        sum(obt_order_lines.order_shipping_amount) as order_shipping_amount,
        sum(obt_order_lines.order_tax_amount) as order_tax_amount,
        sum(obt_order_lines.order_total_amount) as order_total_amount,
        sum(obt_order_lines.returned_quantity) as returned_quantity,
        sum(obt_order_lines.net_revenue_returned_eur) as net_revenue_returned_eur,
        sum(obt_order_lines.refund_amount_eur) as refund_amount_eur,
        max(obt_orders.payment_count) as payment_count,
        max(obt_orders.captured_amount_eur) as captured_amount_eur
    from obt_order_lines
    left join {{ ref('obt_orders') }} as obt_orders
        on obt_order_lines.sales_order_id = obt_orders.sales_order_id
    group by obt_order_lines.sales_order_id

)

{{ rows_that_differ('told', 'wide', [
    'sales_order_id', 'line_count', 'first_line_count', 'quantity', 'line_amount_eur', 'net_revenue_amount',
    'net_revenue_eur', 'allocated_tax_amount_eur', 'order_discount_amount', 'order_shipping_amount',
    'order_tax_amount', 'order_total_amount', 'returned_quantity', 'net_revenue_returned_eur', 'refund_amount_eur',
    'payment_count', 'captured_amount_eur',
]) }}

-- Each line of a sale or a cancellation, as the marts on the vault have it.
with

sales as (

    -- distinct: an order has many lines, and one country
    select distinct
        sales_order_id,
        country_code
    from vault_marts.fct_order_lines

),

returned as (

    select
        fct_returns.*,
        sales.country_code
    from vault_marts.fct_returns as fct_returns
    inner join sales on fct_returns.sales_order_id = sales.sales_order_id

)

select
    case when unit_price > 0 then 'sale' else 'given away' end as line_kind,
    split_part(sales_order_id, '|', 2) as invoice_no,
    customer_durable_key,
    country_code,
    cast(date_trunc('month', ordered_at) as date) as month_date,
    1 as line_count,
    quantity,
    line_amount as amount
from vault_marts.fct_order_lines
where not is_cancelled

union all

select
    'cancellation' as line_kind,
    split_part(split_part(return_id, '|', 2), '-', 1) as invoice_no,
    customer_durable_key,
    country_code,
    cast(date_trunc('month', returned_at) as date) as month_date,
    1 as line_count,
    -quantity as quantity,
    -refund_amount as amount
from returned

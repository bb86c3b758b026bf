{#-
  Which sold lines returned goods come from, and what revenue goes out again with them: the line that the return
  names, or else all lines of the sale that sold the product, of which the first stands for them all.

  Arguments: relations or common table expressions; returns, those that count: return_id, sales_order_id,
    line_number, product_id, quantity; sold_lines, the lines of the sales that count: sales_order_id, line_number,
    product_id, is_gift_card, quantity, net_revenue_amount, eur_per_unit.
  Renders the common table expressions up to returned_lines, one row a return of goods from a sale that counts:
    return_id, sales_order_id, line_number, returned_unit_count (0 for a gift card) and net_revenue_returned_eur.
-#}
{% macro lines_of_returns(returns, sold_lines) -%}
sources_of_returns as (

    -- what was sold on the line that a return names, or else on all lines that sold the product
    select
        returns.return_id,
        returns.sales_order_id,
        returns.quantity as returned_quantity,
        min(sold_lines.line_number) as line_number,
        sum(sold_lines.quantity) as sold_quantity,
        sum(sold_lines.net_revenue_amount) as net_revenue_amount
    from {{ returns }} as returns
    inner join {{ sold_lines }} as sold_lines
        on
            returns.sales_order_id = sold_lines.sales_order_id
            and (
                returns.line_number = sold_lines.line_number
                or (returns.line_number is null and returns.product_id = sold_lines.product_id)
            )
    group by returns.return_id, returns.sales_order_id, returns.quantity

),

returned_lines as (

    select
        sources_of_returns.return_id,
        sources_of_returns.sales_order_id,
        sources_of_returns.line_number,
        case when sold_lines.is_gift_card then 0 else sources_of_returns.returned_quantity end as returned_unit_count,
        {{ in_reporting_currency(
            returned_revenue(
                'sources_of_returns.returned_quantity', 'sources_of_returns.sold_quantity',
                'sources_of_returns.net_revenue_amount'
            ),
            'sold_lines.eur_per_unit'
        ) }} as net_revenue_returned_eur
    from sources_of_returns
    inner join {{ sold_lines }} as sold_lines
        on
            sources_of_returns.sales_order_id = sold_lines.sales_order_id
            and sources_of_returns.line_number = sold_lines.line_number

)
{%- endmacro %}

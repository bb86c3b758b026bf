{#-
  The returns, each with the line of the wide table that it stands on: the one that it names, or else the first line of
  its sale that sold the product. A return of a product that its sale did not sell stands on none.

  Reads the CTEs fct_returns and fct_order_lines.
  Returns: a query with the columns of fct_returns and returned_line_number.
-#}
{% macro returns_on_lines() -%}
    select
        fct_returns.*,
        coalesce(fct_returns.line_number, first_lines.line_number) as returned_line_number
    from fct_returns
    left join (
        select
            sales_order_id,
            product_durable_key,
            min(line_number) as line_number
        from fct_order_lines
        where sales_order_id in (select sales_order_id from fct_returns where line_number is null)
        group by sales_order_id, product_durable_key
    ) as first_lines
        on
            fct_returns.line_number is null
            and fct_returns.sales_order_id = first_lines.sales_order_id
            and fct_returns.product_durable_key = first_lines.product_durable_key
{%- endmacro %}

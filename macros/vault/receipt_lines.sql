{#-
  The lines of store receipts, which come as four groups of columns side by side, one below the other: query
  in brackets with the receipt's columns, line_number and the columns of a line without their number. A
  group counts as a line when any of its columns is filled.

  receipt_line_columns_side_by_side() names all columns of all groups.
  Arguments: receipts, relation.
-#}
{% macro receipt_lines(receipts) -%}
(
    {%- for position in range(1, 5) %}
    {{ 'union all\n' if not loop.first }}
    select
        *,
        {{ position }} as line_number,
        {%- for column in _receipt_line_attributes() %}
        line_{{ position }}_{{ column }} as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ receipts }}
    where
        {%- for column in _receipt_line_attributes() %}
        {{ 'or ' if not loop.first }}line_{{ position }}_{{ column }} is not null
        {%- endfor %}
    {%- endfor %}
)
{%- endmacro %}

{% macro receipt_line_columns_side_by_side() %}
    {%- set columns = [] -%}
    {%- for position in range(1, 5) -%}
        {%- for column in _receipt_line_attributes() -%}{%- do columns.append('line_' ~ position ~ '_' ~ column) -%}{%- endfor -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}

{% macro _receipt_line_attributes() %}
    {{ return(['product_id', 'product_name', 'quantity', 'unit_price', 'discount_amount', 'promotion_id']) }}
{% endmacro %}

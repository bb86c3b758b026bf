{#-
  The columns that the steps of the receipts' normalisation are compared by: the header's, a line's, and the
  repeating groups of the receipt as delivered. Lists of names.
-#}
{% macro receipt_header_columns() %}
    {{ return([
        'receipt_id', 'receipt_type', 'original_receipt_id', 'location_id', 'location_name', 'location_city',
        'location_country_code', 'register_number', 'cashier_id', 'cashier_name', 'member_id', 'sold_at',
        'sold_local_date', 'currency_code', 'payment_method', 'receipt_discount_amount', 'tax_amount', 'total_amount',
    ]) }}
{% endmacro %}

{#- The columns of one line, as first normal form names them. -#}
{% macro receipt_line_columns() %}
    {{ return(['product_id', 'product_name', 'quantity', 'unit_price', 'line_discount_amount', 'promotion_id']) }}
{% endmacro %}

{#- What the receipt as delivered calls a column of the line in a position, as line_2_quantity. -#}
{% macro positioned(column, position) -%}
    line_{{ position }}_{{ column | replace('line_', '') }}
{%- endmacro %}

{#- What a line costs before any discount, in the currency of the sale: quantity x unit price, to four places. -#}
{% macro line_amount(quantity, unit_price) -%}
    cast({{ quantity }} * {{ unit_price }} as decimal(18, 4))
{%- endmacro %}

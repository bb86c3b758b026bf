{#-
  Net revenue of a line, in the currency of the sale: line amount, less the line's discount, less its
  share of the order's discount. Without tax and shipping. A cancelled sale and a gift card (money
  taken for goods still to be sold) bring none.

  Arguments: the three amounts and the two conditions, expressions.
-#}
{% macro net_revenue(line_amount, line_discount_amount, allocated_order_discount_amount, is_cancelled, is_gift_card) -%}
    cast(
        case
            when {{ is_cancelled }} or {{ is_gift_card }} then 0
            else {{ line_amount }} - {{ line_discount_amount }} - {{ allocated_order_discount_amount }}
        end as decimal(18, 4)
    )
{%- endmacro %}

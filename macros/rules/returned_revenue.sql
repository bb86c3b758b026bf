{#-
  Net revenue that goes out again with returned goods, in the currency of the sale: at the price that they were
  sold for, the returned part of what the sold line brought in. What brought none (a cancelled sale, a
  gift card, a sale that nobody knows) takes none away.

  Arguments: expressions; the quantity that came back, and quantity and net revenue of the line, or the
    lines, that it was sold on.
-#}
{% macro returned_revenue(returned_quantity, sold_quantity, net_revenue_amount) -%}
    coalesce({{ ratio(net_revenue_amount ~ ' * ' ~ returned_quantity, sold_quantity, 4) }}, 0)
{%- endmacro %}

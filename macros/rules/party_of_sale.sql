{#-
  Who bought: the party that a sale names, a shop customer or the loyalty member whose card was shown; null for
  a guest and a receipt without a card. Arguments: sale, the alias of a row of sales_order_versions.
-#}
{% macro party_of_sale(sale) -%}
    coalesce('shop|' || {{ sale }}.customer_id, 'pos|' || {{ sale }}.member_id)
{%- endmacro %}

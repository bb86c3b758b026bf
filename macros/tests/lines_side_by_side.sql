{#-
  Query for store receipts as the tills write them: the receipt's columns, and its lines, one row each in the
  vault, side by side again.

  Arguments: receipts, query with order_hash_key and lines_hash_diff; members, the multi-active satellite;
  named, the link of the lines; hub_product and hub_promotion; attributes, the satellite's columns.
-#}
{% macro lines_side_by_side(receipts, members, named, hub_product, hub_promotion, attributes) -%}
with

receipts as (

    {{ receipts | indent }}

),

lines as (

    select
        members.order_hash_key,
        members.hash_diff,
        members.line_number,
        hub_product.product_id,
        hub_promotion.promotion_id,
        members.{{ attributes | join(',\n        members.') }}
    from {{ members }} as members
    inner join {{ named }} as named
        on members.dcl_receipt_line_hash_key = named.dcl_receipt_line_hash_key
    inner join {{ hub_product }} as hub_product
        on named.product_hash_key = hub_product.product_hash_key
    inner join {{ hub_promotion }} as hub_promotion
        on named.promotion_hash_key = hub_promotion.promotion_hash_key

)

select
    receipts.*
    {%- for position in range(1, 5) %}
    {%- for column in ['product_id', 'promotion_id'] + attributes %},
    line_{{ position }}.{{ column }} as line_{{ position }}_{{ column }}
    {%- endfor %}
    {%- endfor %}
from receipts
{%- for position in range(1, 5) %}
left join lines as line_{{ position }}
    on
        receipts.order_hash_key = line_{{ position }}.order_hash_key
        and receipts.lines_hash_diff = line_{{ position }}.hash_diff
        and line_{{ position }}.line_number = {{ position }}
{%- endfor %}
{%- endmacro %}

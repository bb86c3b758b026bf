{#-
  What part of a line's revenue each of its promotions is credited with: in proportion to the discount that it gave, to
  four places, and never more or less than 1 in all. What rounding leaves goes to the largest remainder,
  ties by promotion id; where no promotion of a line gave a discount they share equally.

  Arguments: line_promotions, the relation or CTE with one row a line and promotion: sales_order_id,
    line_number, promotion_id, discount_amount, decimal(18,4).
  Returns: a query with sales_order_id, line_number, promotion_id, weight, decimal(9,4).
-#}
{% macro promotion_weights(line_promotions) -%}
    select
        sales_order_id,
        line_number,
        promotion_id,
        cast(allocated_hundred * 0.01 as decimal(9, 4)) as weight
    from (
        {{ allocate(
            '(select sales_order_id, line_number, promotion_id, discount_amount, cast(100 as decimal(18, 4)) as hundred from ' ~ line_promotions ~ ') as weighed_promotions',
            whole=['sales_order_id', 'line_number'], ordered_by='promotion_id', weight='discount_amount', amounts=['hundred']
        ) | indent(8) }}
    ) as shares
{%- endmacro %}

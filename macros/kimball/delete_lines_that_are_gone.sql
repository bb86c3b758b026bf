{#-
  Post-hook of fct_order_lines: takes out the lines whose sale, or which themselves, the source has deleted.
  An increment replaces the lines of the sales that it computes; a sale without lines computes to none.
-#}
{% macro delete_lines_that_are_gone() -%}
    {%- if holds_as_many_rows_as(
        'select count(*) from ' ~ ref('sales_order_line_versions') ~ ' where is_current and sales_order_id in'
        ~ ' (select sales_order_id from ' ~ ref('sales_order_versions') ~ ' where is_current)'
    ) -%}
        {{ return('') }}
    {%- endif -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ ref('sales_order_versions') }} as orders
        inner join {{ ref('sales_order_line_versions') }} as order_lines
            on orders.sales_order_id = order_lines.sales_order_id
        where orders.is_current
            and order_lines.is_current
            and orders.sales_order_id = {{ this }}.sales_order_id
            and order_lines.line_number = {{ this }}.line_number
    )
{%- endmacro %}

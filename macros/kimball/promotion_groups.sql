{#- Key of the promotions on a line of a sale, in bdg_order_line_promotions. Arguments: expressions. -#}
{% macro promotion_group_key(sales_order_id, line_number) -%}
    {{ hash_key([sales_order_id, line_number]) }}
{%- endmacro %}


{#-
  The sales whose lines bdg_order_line_promotions has to compute: those with a row of their own or a version of a
  promotion that is new since its last run; every sale in a full refresh.

  Reads the CTEs of bdg_order_line_promotions.
  Returns: a query with sales_order_id.
-#}
{% macro touched_promotion_groups() -%}
    {%- if not is_incremental() -%}
    select sales_order_id from sales_order_versions
    {%- else -%}
    {% for versions in ['sales_order_versions', 'sales_order_line_versions', 'order_line_promotion_versions'] -%}
    select sales_order_id
    from {{ versions }}
    where {{ is_new_row(versions) }}

    -- union drops repetitions: a sale is computed once
    union

    {% endfor -%}
    select present.sales_order_id
    from {{ this }} as present
    left join dim_promotion
        on present.promotion_key = dim_promotion.promotion_key
    where dim_promotion.promotion_key is null or {{ is_new_row('dim_promotion') }}
    {%- endif -%}
{%- endmacro %}


{#-
  Post-hook of bdg_order_line_promotions: takes out the lines that have no promotion any more, or are gone
  themselves. Which promotions a line has is replaced by an increment; none is a key without rows.
-#}
{% macro delete_promotions_that_are_gone() -%}
    delete from {{ this }}
    where promotion_group_key <> {{ reserved_key('not_applicable') }}
        and not exists (
            select 1
            from {{ ref('order_line_promotion_versions') }} as line_promotions
            inner join {{ ref('sales_order_versions') }} as orders
                on line_promotions.sales_order_id = orders.sales_order_id
            inner join {{ ref('sales_order_line_versions') }} as order_lines
                on line_promotions.sales_order_id = order_lines.sales_order_id
                and line_promotions.line_number = order_lines.line_number
            where line_promotions.is_current
                and orders.is_current
                and order_lines.is_current
                and line_promotions.sales_order_id = {{ this }}.sales_order_id
                and line_promotions.line_number = {{ this }}.line_number
        )
{%- endmacro %}

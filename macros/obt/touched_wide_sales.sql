{#-
  The sales that obt_order_lines has to compute: those of which a line, a return, a promotion, or any attribute that
  stands in the row, as of the sale or current, is new since its last run; those that hold a return which is gone;
  every sale in a full refresh. A dimension without load times is compared with what the rows hold.

  Reads the CTEs of obt_order_lines.
  Returns: a query with sales_order_id.
-#}
{% macro touched_wide_sales() -%}
    {%- if not is_incremental() -%}
    select sales_order_id from fct_order_lines
    {%- else -%}
    {% for fact in ['fct_order_lines', 'fct_returns', 'bdg_order_line_promotions'] -%}
    select sales_order_id
    from {{ fact }}
    where {{ is_new_row(fact) }}

    -- union drops repetitions: a sale is computed once
    union

    {% endfor -%}
    {% for dimension, key in [
        ('dim_customer', 'customer_key'), ('dim_product', 'product_durable_key'), ('dim_location', 'location_key'),
    ] -%}
    select sales_order_id
    from fct_order_lines
    where {{ key }} in (select {{ key }} from {{ dimension }} where {{ is_new_row(dimension) }})

    union

    {% endfor -%}
    select sales_order_id
    from bdg_order_line_promotions
    where promotion_key in (select promotion_key from dim_promotion where {{ is_new_row('dim_promotion') }})

    union

    select present.sales_order_id
    from {{ this }} as present
    left join countries
        on present.country_code = countries.country_code
    where present.country_name is distinct from countries.country_name

    union

    select sales_order_id
    from (
        select
            sales_order_id,
            line_number,
            return_count
        from {{ this }}
        where return_count > 0

        union all

        select
            sales_order_id,
            returned_line_number as line_number,
            -1 as return_count
        from returns_on_lines
        where returned_line_number is not null
    ) as counts
    group by sales_order_id, line_number
    having sum(return_count) <> 0
    {%- endif -%}
{%- endmacro %}


{#-
  Post-hook of obt_order_lines: takes out the lines that the fact no longer has. An increment replaces the lines of the
  sales that it computes; a sale without lines computes to none.
-#}
{% macro delete_wide_lines_that_are_gone() -%}
    {%- if holds_as_many_rows_as('select count(*) from ' ~ ref('fct_order_lines')) -%}{{ return('') }}{%- endif -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ ref('fct_order_lines') }} as order_lines
        where order_lines.sales_order_id = {{ this }}.sales_order_id
            and order_lines.line_number = {{ this }}.line_number
    )
{%- endmacro %}

{#-
  The months that fct_sales_monthly has to compute: those with a line that is new since its last run or whose product
  is, and those that have lost a line, which leaves no trace but the number of those that stay; every month in a
  full refresh.

  Reads the CTEs of fct_sales_monthly: lines, dim_product.
  Returns: a query with month_key.
-#}
{% macro touched_months() -%}
    {%- if not is_incremental() -%}
    select month_key from lines
    {%- else -%}
    select month_key
    from lines
    where {{ is_new_row('lines') }}

    -- union drops repetitions: a month is computed once
    union

    select lines.month_key
    from lines
    inner join dim_product
        on lines.product_key = dim_product.product_key
    where {{ is_new_row('dim_product') }}

    union

    select lines_now.month_key
    from (
        select
            month_key,
            count(*) as line_count
        from lines
        group by month_key
    ) as lines_now
    left join (
        select
            month_key,
            sum(line_count) as line_count
        from {{ this }}
        group by month_key
    ) as present
        on lines_now.month_key = present.month_key
    where lines_now.line_count is distinct from present.line_count
    {%- endif -%}
{%- endmacro %}


{#-
  Post-hook of a fact by month: takes out the months that nothing is left of. An increment replaces the months
  that it computes; one without rows computes to none.

  Arguments: inputs, a list of (relation, expression of a day in it): the fact has the months of these days.
-#}
{% macro delete_months_that_are_gone(inputs) -%}
    delete from {{ this }}
    where month_key not in (
        {% for relation, day in inputs -%}
        select {{ month_key(day) }} from {{ relation }}
        {{ 'union' if not loop.last }}
        {% endfor -%}
    )
{%- endmacro %}

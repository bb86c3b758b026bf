{#-
  Rule: a person's first sale is the earliest that counts, in any channel; a cancelled sale does not count. Of
  two at one instant it is the one with the lower id. The month of the first sale (UTC) is the person's cohort.

  Arguments: sales, a relation or CTE with one row a sale: sales_order_id, ordered_at, is_cancelled and person,
    the column that names the buyer; sales without a buyer are left out.
  Returns: a query with person, first_sales_order_id, first_ordered_at and cohort_month_date, for each person
    with a sale that counts.
-#}
{% macro first_sales(sales, person) -%}
    select
        {{ person }},
        sales_order_id as first_sales_order_id,
        ordered_at as first_ordered_at,
        make_date(
            cast(extract(year from ordered_at) as integer), cast(extract(month from ordered_at) as integer), 1
        ) as cohort_month_date
    from (
        select
            {{ person }},
            sales_order_id,
            ordered_at,
            row_number() over (partition by {{ person }} order by ordered_at, sales_order_id) as sale_number
        from {{ sales }}
        where not is_cancelled and {{ person }} is not null
    ) as counted
    where sale_number = 1
{%- endmacro %}

{#-
  The query of the daily_sales models, whose choice of view, table, incremental table or materialized view alone
  tells them apart.

  Arguments: only, the name of a relation with the days to compute (date_day); every day without it.
-#}
{% macro daily_sales(only=none) -%}
    with

    lines as (

        select
            *,
            cast(ordered_at as date) as date_day
        from {{ ref('fct_order_lines') }}
        {%- if only %}
        where cast(ordered_at as date) in (select date_day from {{ only }})
        {%- endif %}

    ),

    products as (

        select
            product_key,
            category_path
        from {{ ref('dim_product') }}

    ),

    placed as (

        select
            lines.date_day,
            coalesce(lines.country_code, 'unknown') as country_code,
            coalesce(products.category_path, 'unknown') as category_path,
            lines.is_cancelled,
            case when not lines.is_cancelled then lines.sales_order_id end as counted_order_id,
            case
                when not lines.is_cancelled and lines.customer_durable_key <> {{ reserved_key('not_applicable') }}
                    then lines.customer_durable_key
            end as counted_customer_key,
            lines.quantity,
            lines.net_revenue_eur,
            lines.changed_in_batch_date
        from lines
        inner join products
            on lines.product_key = products.product_key

    )

    select
        date_day,
        country_code,
        category_path,
        cast(count(*) as integer) as line_count,
        cast(count(distinct counted_order_id) as integer) as order_count,
        cast(count(distinct counted_customer_key) as integer) as customer_count,
        cast(sum(case when is_cancelled then 0 else quantity end) as integer) as unit_count,
        cast(sum(case when is_cancelled then 0 else net_revenue_eur end) as decimal(18, 2)) as net_revenue_eur,
        max(changed_in_batch_date) as changed_in_batch_date
    from placed
    group by date_day, country_code, category_path
{%- endmacro %}

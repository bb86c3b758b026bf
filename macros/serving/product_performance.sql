{#-
  The query of the product_performance models, whose choice of view, table, incremental table or materialized view
  alone tells them apart. A window reaches over all months of a product, so that the product is what is computed
  anew, not the month.

  Arguments: only, the name of a relation with the products to compute (product_durable_key); all without it.
-#}
{% macro product_performance(only=none) -%}
    {%- set measures = ['sold_unit_count', 'net_revenue_eur', 'returned_unit_count', 'net_revenue_returned_eur'] -%}
    {%- set bookkeeping = ['line_count', 'return_count'] -%}
    with

    {% for name, relation in [
        ('lines', ref('fct_order_lines')), ('returned_items', ref('fct_returns')), ('products', ref('dim_product')),
    ] -%}
    {{ name }} as (

        select *
        from {{ relation }}
        {%- if only %}
        where product_durable_key in (select product_durable_key from {{ only }})
        {%- endif %}

    ),

    {% endfor -%}
    movements as (

        select
            product_durable_key,
            cast(date_trunc('month', ordered_at) as date) as month_date,
            1 as line_count,
            0 as return_count,
            case when is_cancelled then 0 else quantity end as sold_unit_count,
            case when is_cancelled then 0 else net_revenue_eur end as net_revenue_eur,
            0 as returned_unit_count,
            cast(0 as decimal(18, 2)) as net_revenue_returned_eur,
            changed_in_batch_date
        from lines

        union all

        select
            product_durable_key,
            cast(date_trunc('month', returned_at) as date) as month_date,
            0 as line_count,
            1 as return_count,
            0 as sold_unit_count,
            cast(0 as decimal(18, 2)) as net_revenue_eur,
            quantity as returned_unit_count,
            net_revenue_returned_eur,
            changed_in_batch_date
        from returned_items

    ),

    monthly as (

        select
            product_durable_key,
            month_date,
            cast(extract(year from month_date) * 12 + extract(month from month_date) as integer) as month_number,
            {% for column in bookkeeping + measures -%}
            sum({{ column }}) as {{ column }},
            {% endfor -%}
            max(changed_in_batch_date) as changed_in_batch_date
        from movements
        group by product_durable_key, month_date

    ),

    rolling as (

        -- a month without a sale or return has no row: windows go by the number of the month
        select
            *,
            {% for column in ['sold_unit_count', 'returned_unit_count', 'net_revenue_eur'] -%}
            {% for months in [3, 12] -%}
            sum({{ column }}) over (
                partition by product_durable_key
                order by month_number
                range between {{ months - 1 }} preceding and current row
            ) as {{ column }}_{{ months }}_months,
            {% endfor -%}
            {% endfor -%}
            month_number as last_month_number
        from monthly

    )

    select
        rolling.product_durable_key,
        rolling.month_date,
        products.product_id,
        products.product_name,
        cast(rolling.line_count as integer) as line_count,
        cast(rolling.return_count as integer) as return_count,
        cast(rolling.sold_unit_count as integer) as sold_unit_count,
        cast(rolling.returned_unit_count as integer) as returned_unit_count,
        cast(rolling.net_revenue_eur as decimal(18, 2)) as net_revenue_eur,
        cast(rolling.net_revenue_eur - rolling.net_revenue_returned_eur as decimal(18, 2))
            as net_revenue_after_returns_eur,
        cast(rolling.sold_unit_count_3_months as integer) as sold_unit_count_3_months,
        cast(rolling.sold_unit_count_12_months as integer) as sold_unit_count_12_months,
        cast(rolling.net_revenue_eur_3_months as decimal(18, 2)) as net_revenue_3_months_eur,
        cast(rolling.net_revenue_eur_12_months as decimal(18, 2)) as net_revenue_12_months_eur,
        {{ ratio('rolling.returned_unit_count_3_months', 'rolling.sold_unit_count_3_months') }}
            as return_rate_3_months,
        {{ ratio('rolling.returned_unit_count_12_months', 'rolling.sold_unit_count_12_months') }}
            as return_rate_12_months,
        rolling.changed_in_batch_date
    from rolling
    inner join products
        on rolling.product_durable_key = products.product_durable_key and products.is_current
{%- endmacro %}

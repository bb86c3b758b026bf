{#-
  Post-hook of fct_inventory_daily: takes out the days of a product and location before the first one of which
  something is known, and all of them where nothing is known any more.
-#}
{% macro delete_stock_that_is_gone() -%}
    {%- set listings = '(select * from ' ~ ref('assortment_versions') ~ ' where is_current) as listings' -%}
    {%- set starts -%}
    select
        {{ hash_key(['known.product_id']) }} as product_durable_key,
        known.location_id,
        {{ date_key('known.first_date') | indent(8) }} as first_date_key
    from (
        {{ stock_starts(
            ref('inventory_movements'), ref('inventory_counts'), '(' ~ listed_spans(listings) ~ ')'
        ) | indent(8) }}
    ) as known
    {%- endset -%}
    {{ delete_days_before_the_start(starts, 'date_key') }}
{%- endmacro %}


{#-
  Takes out of this model the days of a product and location before its start, and all of those without one. What has
  every day from the start on can only lose days at its beginning: the first days tell where there are any, and
  nothing else is looked at row by row.

  Arguments: starts, a query with product_durable_key, location_id and first_date_key; date_key, the expression that
    gives the key of a row's day.
-#}
{% macro delete_days_before_the_start(starts, date_key) -%}
    delete from {{ this }}
    where product_durable_key in (
        select present.product_durable_key
        from (
            select
                product_durable_key,
                location_id,
                min({{ date_key }}) as first_date_key
            from {{ this }}
            group by product_durable_key, location_id
        ) as present
        left join (
            {{ starts | indent(12) }}
        ) as starts
            on present.product_durable_key = starts.product_durable_key and present.location_id = starts.location_id
        where starts.location_id is null or starts.first_date_key > present.first_date_key
    )
        and not exists (
            select 1
            from (
                {{ starts | indent(16) }}
            ) as starts
            where starts.product_durable_key = {{ this }}.product_durable_key
                and starts.location_id = {{ this }}.location_id
                and starts.first_date_key <= {{ date_key }}
        )
{%- endmacro %}

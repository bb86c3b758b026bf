{#-
  Post-hook of fct_inventory_daily: takes out the days of a product and location before the first one of which
  something is known, and all of them where nothing is known any more.
-#}
{% macro delete_stock_that_is_gone() -%}
    {%- set listings = '(select * from ' ~ ref('assortment_versions') ~ ' where is_current) as listings' -%}
    delete from {{ this }}
    where not exists (
        select 1
        from (
            {{ stock_starts(
                ref('inventory_movements'), ref('inventory_counts'), '(' ~ listed_spans(listings) ~ ')'
            ) | indent(12) }}
        ) as starts
        where {{ hash_key(['starts.product_id']) }} = {{ this }}.product_durable_key
            and starts.location_id = {{ this }}.location_id
            and {{ date_key('starts.first_date') | indent(16) }} <= {{ this }}.date_key
    )
{%- endmacro %}

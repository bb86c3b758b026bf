{#-
  The source tables that go through bronze and staging: all but the manifest, which accounts for them.
  Named here because dbt must know a model's inputs before it can read the contracts; a table that is
  delivered but missing here fails the test on stg_delivery_accounts.
-#}
{% macro staged_sources() %}
    {{ return([
        'erp__assortments',
        'erp__categories',
        'erp__inventory_counts',
        'erp__inventory_movements',
        'erp__locations',
        'erp__price_list',
        'erp__product_suppliers',
        'erp__products',
        'erp__shipments',
        'erp__suppliers',
        'finance__fx_rates',
        'finance__sales_forecasts',
        'pos__loyalty_members',
        'pos__receipts',
        'reference__countries',
        'reference__currencies',
        'reference__data_challenges',
        'reference__holidays',
        'shop__addresses',
        'shop__customers',
        'shop__erasure_requests',
        'shop__order_line_promotions',
        'shop__order_lines',
        'shop__orders',
        'shop__payments',
        'shop__promotions',
        'shop__returns',
        'web__events',
        'web__reviews',
    ]) }}
{% endmacro %}


{#-
  Rows of each delivery in each relation of a layer, as (record_source, batch_date, delivery_number) and what is counted:
  row_count, unless counts says {name: expression}. One relation is one source table.
-#}
{% macro rows_per_delivery(prefix, counts={'row_count': 'count(*)'}) -%}
    {%- for name in staged_sources() %}
    select
        cast('{{ name | replace('__', '.') }}' as {{ dbt.type_string() }}) as record_source,
        batch_date,
        delivery_number,
        {%- for count, expression in counts.items() %}
        {{ expression }} as {{ count }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref(prefix ~ '_' ~ name) }}
    group by batch_date, delivery_number
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

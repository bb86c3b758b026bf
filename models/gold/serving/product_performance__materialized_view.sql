-- grain: one row per product and month with a sale or a return
{%- set by_product = {'groups': {'product_durable_key': 'product_durable_key'}, 'watermark': 'audit_loaded_at'} %}
{{ config(
    materialized='materialized_view',
    group_keys=['product_durable_key'],
    inputs={'fct_order_lines': by_product, 'fct_returns': by_product, 'dim_product': by_product},
) }}

{{ product_performance() }}

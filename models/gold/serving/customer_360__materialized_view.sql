-- grain: one row per person (customer_durable_key)
{%- set by_person = {'groups': {'customer_durable_key': 'customer_durable_key'}, 'watermark': 'audit_loaded_at'} %}
{{ config(
    materialized='materialized_view',
    group_keys=['customer_durable_key'],
    inputs={'dim_customer': by_person, 'fct_order_lines': by_person, 'fct_returns': by_person, 'fct_sessions': by_person},
) }}

{{ customer_360() }}

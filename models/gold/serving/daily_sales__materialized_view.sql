-- grain: one row per UTC day, country and category in which anything was sold
{{ config(
    materialized='materialized_view',
    group_keys=['date_day'],
    inputs={
        'fct_order_lines': {'groups': {'date_day': 'cast(ordered_at as date)'}, 'watermark': 'audit_loaded_at'},
        'dim_product': {'watermark': 'audit_loaded_at'},
    },
) }}

{{ daily_sales() }}

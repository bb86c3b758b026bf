-- grain: one row per product and location that the stock of the newest day holds
{%- set by_watermark = {'watermark': 'audit_loaded_at'} %}
{{ config(
    materialized='materialized_view',
    inputs={'fct_inventory_daily': by_watermark, 'dim_product': by_watermark, 'dim_location': by_watermark},
) }}

{{ inventory_position() }}

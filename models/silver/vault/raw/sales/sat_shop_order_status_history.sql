-- grain: one row per web order and version
{{ config(materialized='view') }}
{{ satellite_history(
    key=['order_hash_key'],
    tracking=ref('rtsat_shop_order'),
    state='status_hash_diff',
    columns=['order_status'],
    satellite=ref('sat_shop_order_status'),
) }}

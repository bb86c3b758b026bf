-- grain: one row per product and version
{{ config(materialized='view') }}
{{ satellite_history(
    key=['product_hash_key'],
    tracking=ref('rtsat_erp_product'),
    state='commercial_hash_diff',
    columns=['unit_cost_amount', 'is_discontinued'],
    satellite=ref('sat_erp_product_commercial'),
    statuses=ref('stsat_erp_product'),
) }}

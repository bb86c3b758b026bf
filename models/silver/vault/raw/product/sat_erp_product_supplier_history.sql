-- grain: one row per product and supplier and version
{{ config(materialized='view') }}
{{ satellite_history(
    key=['lnk_product_supplier_hash_key'],
    tracking=ref('sat_erp_product_supplier'),
    state='hash_diff',
    columns=['supply_share'],
) }}

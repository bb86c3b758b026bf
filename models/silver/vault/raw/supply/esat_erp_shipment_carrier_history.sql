-- grain: one row per shipment and version
{{ config(materialized='view') }}
{{ satellite_history(
    key=['shipment_hash_key'],
    tracking=ref('esat_erp_shipment_carrier'),
    state='lnk_shipment_carrier_hash_key',
    columns=['lnk_shipment_carrier_hash_key'],
    no_state='tracked.lnk_shipment_carrier_hash_key = ' ~ ghost_key(),
) }}

-- grain: one row per shipment and carrier, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'lnk_shipment_carrier_hash_key',
    source=with_business_key(ref('stg_erp__shipments'), 'carrier', 'carrier_name'),
    parents={
        'shipment_hash_key': ['shipment_id'],
        'carrier_hash_key': ['carrier_name'],
    },
    if_present='carrier_name',
) }}

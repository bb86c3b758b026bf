-- grain: one row per shipment, order and location, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'lnk_shipment_hash_key',
    source=ref('stg_erp__shipments'),
    parents={
        'shipment_hash_key': ['shipment_id'],
        'order_hash_key': ["'web'", 'order_id'],
        'location_hash_key': ['location_id'],
    },
) }}

-- grain: one row per shipment, change and delivery
{{ config(**append_only()) }}
{{ effectivity_satellite(
    driving=('shipment_hash_key', ['shipment_id']),
    link=('lnk_shipment_carrier_hash_key', ['shipment_id', 'carrier_name']),
    if_present='carrier_name',
    source=with_business_key(ref('stg_erp__shipments'), 'carrier', 'carrier_name'),
) }}

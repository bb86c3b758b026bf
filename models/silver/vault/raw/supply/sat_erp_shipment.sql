-- grain: one row per shipment, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'lnk_shipment_hash_key',
    parts=['shipment_id', "'web'", 'order_id', 'location_id'],
    source=ref('stg_erp__shipments'),
    columns=['carrier', 'tracking_number', 'picked_at', 'shipped_at', 'delivered_at'],
) }}

-- grain: one row per location that any row describes or names
{{ config(**replace_changed('location_hash_key')) }}

with

{{ identity_rows(
    'location_hash_key',
    described_by=[
        (ref('sat_erp_location'), 'location_hash_key'),
    ],
    named_by=[
        (mentions_in_link(ref('sat_erp_assortment'), ref('dcl_assortment'), 'dcl_assortment_hash_key', ['location_hash_key']), unless_ghost('location_hash_key')),
        (ref('nhl_inventory_count'), unless_ghost('location_hash_key')),
        (ref('nhl_inventory_movement'), unless_ghost('location_hash_key')),
        (mentions_in_link(ref('sat_erp_shipment'), ref('lnk_shipment'), 'lnk_shipment_hash_key', ['location_hash_key']), unless_ghost('location_hash_key')),
        (mentions_in_link(ref('rtsat_shop_order'), ref('lnk_order'), 'lnk_order_hash_key', ['location_hash_key']), unless_ghost('location_hash_key')),
        (mentions_in_link(ref('rtsat_pos_receipt'), ref('lnk_receipt'), 'lnk_receipt_hash_key', ['location_hash_key']), unless_ghost('location_hash_key')),
        (mentions_in_link(ref('rtsat_pos_member'), ref('lnk_member_location'), 'lnk_member_location_hash_key', ['location_hash_key']), unless_ghost('location_hash_key')),
    ]
) }}

select
    location_hash_key,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

-- grain: one row per location_id that any row describes or names
{{ config(**upsert_parent('location_id')) }}

with

{{ identity_rows(
    'location_id',
    described_by=[
        (ref('stg_erp__locations'), 'location_id'),
    ],
    named_by=[
        (ref('stg_erp__assortments'), 'location_id'),
        (ref('stg_erp__inventory_counts'), 'location_id'),
        (ref('stg_erp__inventory_movements'), 'location_id'),
        (ref('stg_erp__shipments'), 'location_id'),
        (ref('stg_shop__orders'), 'fulfilment_location_id'),
        (ref('stg_pos__receipts'), 'location_id'),
        (ref('stg_pos__loyalty_members'), 'home_location_id'),
    ]
) }}

select
    location_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

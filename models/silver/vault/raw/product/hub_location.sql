-- grain: one row per location_id, and the ghost record
{{ config(**append_only()) }}
{{ hub('location_hash_key', business_key=['location_id'], sources=[
    (ref('stg_erp__locations'), ['location_id']),
    (ref('stg_erp__assortments'), ['location_id']),
    (ref('stg_erp__inventory_counts'), ['location_id']),
    (ref('stg_erp__inventory_movements'), ['location_id']),
    (ref('stg_erp__shipments'), ['location_id']),
    (ref('stg_shop__orders'), ['fulfilment_location_id']),
    (ref('stg_pos__receipts'), ['location_id']),
    (ref('stg_pos__loyalty_members'), ['home_location_id']),
]) }}

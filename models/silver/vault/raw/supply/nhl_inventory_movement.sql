-- grain: one row per movement of stock, change and delivery
{{ config(**append_only()) }}
{{ non_historized_link(
    'nhl_inventory_movement_hash_key',
    source=ref('stg_erp__inventory_movements'),
    parents={
        'location_hash_key': ['location_id'],
        'product_hash_key': ['product_id'],
    },
    dependent=['movement_id'],
    columns=['movement_type', 'quantity', 'moved_at', 'document_id'],
) }}

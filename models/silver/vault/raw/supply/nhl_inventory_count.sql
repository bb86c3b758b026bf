-- grain: one row per location, product and day of the count, change and delivery
{{ config(**append_only()) }}
{{ non_historized_link(
    'nhl_inventory_count_hash_key',
    source=ref('stg_erp__inventory_counts'),
    parents={
        'location_hash_key': ['location_id'],
        'product_hash_key': ['product_id'],
    },
    dependent=['count_date'],
    columns=['counted_quantity'],
) }}

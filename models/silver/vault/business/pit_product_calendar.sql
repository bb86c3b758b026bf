-- grain: one row per product and day that is kept (product_hash_key, snapshot_date)
{{ config(**append_only()) }}
{{ pit_by_calendar('product_hash_key', 'pit_product', [
    'description_hash_diff', 'commercial_hash_diff', 'lnk_product_category_hash_key',
]) }}

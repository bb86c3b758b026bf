-- grain: one row per product and day that is kept (product_hash_key, snapshot_date)
{{ config(
    post_hook="{{ delete_snapshots_that_are_gone() }}", **replace_changed(['product_hash_key', 'snapshot_date'])
) }}
{{ pit_by_calendar('product_hash_key', ref('pit_product'), [
    'description_hash_diff', 'commercial_hash_diff', 'lnk_product_category_hash_key',
]) }}

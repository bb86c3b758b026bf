-- grain: one row per listing, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'dcl_assortment_hash_key',
    parts=['location_id', 'product_id', 'listed_from_date'],
    source=ref('stg_erp__assortments'),
    columns=['listed_until_date'],
) }}

-- grain: one row per location, product and listing, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'dcl_assortment_hash_key',
    source=ref('stg_erp__assortments'),
    parents={
        'location_hash_key': ['location_id'],
        'product_hash_key': ['product_id'],
    },
    dependent=['listed_from_date'],
) }}

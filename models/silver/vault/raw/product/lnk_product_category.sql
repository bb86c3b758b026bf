-- grain: one row per product and category, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'lnk_product_category_hash_key',
    source=ref('stg_erp__products'),
    parents={
        'product_hash_key': ['product_id'],
        'category_hash_key': ['category_id'],
    },
    if_present='category_id',
) }}

-- grain: one row per promotion and category, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'lnk_promotion_category_hash_key',
    source=ref('stg_shop__promotions'),
    parents={
        'promotion_hash_key': ['promotion_id'],
        'category_hash_key': ['category_id'],
    },
    if_present='category_id',
) }}

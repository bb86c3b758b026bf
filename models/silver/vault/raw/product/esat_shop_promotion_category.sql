-- grain: one row per promotion, change and delivery
{{ config(**append_only()) }}
{{ effectivity_satellite(
    driving=('promotion_hash_key', ['promotion_id']),
    link=('lnk_promotion_category_hash_key', ['promotion_id', 'category_id']),
    if_present='category_id',
    source=ref('stg_shop__promotions'),
) }}

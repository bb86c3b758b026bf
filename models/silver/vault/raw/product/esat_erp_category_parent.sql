-- grain: one row per category, change and delivery
{{ config(**append_only()) }}
{{ effectivity_satellite(
    driving=('category_hash_key', ['category_id']),
    link=('hal_category_hash_key', ['category_id', 'parent_category_id']),
    if_present='parent_category_id',
    source=ref('stg_erp__categories'),
) }}

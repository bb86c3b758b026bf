-- grain: one row per category and the one above it, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'hal_category_hash_key',
    source=ref('stg_erp__categories'),
    parents={
        'category_hash_key': ['category_id'],
        'parent_category_hash_key': ['parent_category_id'],
    },
    if_present='parent_category_id',
) }}

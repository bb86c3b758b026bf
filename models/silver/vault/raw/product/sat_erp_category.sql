-- grain: one row per category, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'category_hash_key',
    parts=['category_id'],
    source=ref('stg_erp__categories'),
    columns=['category_name'],
) }}

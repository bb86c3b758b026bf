-- grain: one row per product, change and delivery
{{ config(**append_only()) }}
{{ record_tracking_satellite(
    'product_hash_key',
    parts=['product_id'],
    source=ref('stg_erp__products'),
    states={
        'description_hash_diff': [
            'product_name', 'product_type', 'brand', 'colour', 'size_label', 'weight_grams',
            'download_megabytes', 'units_per_case', 'launch_date',
        ],
        'commercial_hash_diff': ['unit_cost_amount', 'is_discontinued'],
    },
    links={
        'lnk_product_category_hash_key': (['product_id', 'category_id'], 'category_id'),
    },
) }}

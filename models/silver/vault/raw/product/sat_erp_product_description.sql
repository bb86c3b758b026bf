-- grain: one row per product and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'product_hash_key',
    parts=['product_id'],
    source=ref('stg_erp__products'),
    columns=[
        'product_name', 'product_type', 'brand', 'colour', 'size_label', 'weight_grams', 'download_megabytes',
        'units_per_case', 'launch_date',
    ],
) }}

-- grain: one row per line of a sale, as it is now, with its product and category as they were then
{{ config(materialized='view') }}
{{ bridge(
    ref('bsat_order_line'),
    columns=['order_hash_key', 'line_number', 'product_hash_key', 'ordered_at'],
    at='ordered_at',
    steps=[
        {
            'relation': ref('pit_product'), 'key': 'product_hash_key', 'found_in': 'start_rows', 'dated': true,
            'gives': {}, 'holds_from': 'product_valid_from',
        },
        {
            'relation': ref('lnk_product_category'), 'key': 'lnk_product_category_hash_key', 'found_in': 'step_1',
            'gives': {'category_hash_key': 'category_hash_key'},
        },
        {
            'relation': ref('pit_category'), 'key': 'category_hash_key', 'found_in': 'step_2', 'dated': true,
            'gives': {}, 'holds_from': 'category_valid_from',
        },
    ],
) }}

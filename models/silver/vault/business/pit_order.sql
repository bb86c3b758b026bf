-- grain: one row per web order or store receipt and version
{{ config(**replace_changed('order_hash_key')) }}
{{ pit_by_version(
    'order_hash_key',
    sources=[
        {
            'tracking': ref('rtsat_shop_order'),
            'states': ['header_hash_diff', 'status_hash_diff', 'lnk_order_hash_key'],
            'pointers': {
                'header_hash_diff': 'header_hash_diff',
                'status_hash_diff': 'status_hash_diff',
                'lnk_order_hash_key': 'lnk_order_hash_key',
            },
        },
        {
            'tracking': ref('rtsat_pos_receipt'),
            'states': ['receipt_hash_diff', 'lines_hash_diff', 'lnk_receipt_hash_key'],
            'pointers': {
                'receipt_hash_diff': 'receipt_hash_diff',
                'lines_hash_diff': 'lines_hash_diff',
                'lnk_receipt_hash_key': 'lnk_receipt_hash_key',
            },
        },
    ],
) }}

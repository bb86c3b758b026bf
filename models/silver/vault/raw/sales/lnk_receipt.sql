-- grain: one row per store receipt with all that it names, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'lnk_receipt_hash_key',
    source=ref('stg_pos__receipts'),
    parents={
        'order_hash_key': ["'store'", 'receipt_id'],
        'original_order_hash_key': ["'store'", 'original_receipt_id'],
        'location_hash_key': ['location_id'],
        'cashier_hash_key': ['cashier_id'],
        'customer_hash_key': ["'pos'", 'member_id'],
    },
) }}

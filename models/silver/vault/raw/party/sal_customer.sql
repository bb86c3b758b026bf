-- grain: one row per customer and the one whom the shop merged it into, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'sal_customer_hash_key',
    source=ref('stg_shop__customers'),
    parents={
        'customer_hash_key': ["'shop'", 'customer_id'],
        'surviving_customer_hash_key': ["'shop'", 'merged_into_customer_id'],
    },
    if_present='merged_into_customer_id',
) }}

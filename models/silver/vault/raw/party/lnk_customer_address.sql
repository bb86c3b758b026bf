-- grain: one row per address and customer, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'lnk_customer_address_hash_key',
    source=ref('stg_shop__addresses'),
    parents={
        'address_hash_key': ['address_id'],
        'customer_hash_key': ["'shop'", 'customer_id'],
    },
) }}

-- grain: one row per product, currency and first day, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'dcl_product_price_hash_key',
    source=ref('stg_erp__price_list'),
    parents={
        'product_hash_key': ['product_id'],
    },
    dependent=['currency_code', 'start_date'],
) }}

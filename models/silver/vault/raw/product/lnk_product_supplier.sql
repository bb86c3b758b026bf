-- grain: one row per product and supplier, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'lnk_product_supplier_hash_key',
    source=ref('stg_erp__product_suppliers'),
    parents={
        'product_hash_key': ['product_id'],
        'supplier_hash_key': ['supplier_id'],
    },
) }}

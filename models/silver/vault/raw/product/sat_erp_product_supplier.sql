-- grain: one row per product and supplier, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'lnk_product_supplier_hash_key',
    parts=['product_id', 'supplier_id'],
    source=ref('stg_erp__product_suppliers'),
    columns=['supply_share'],
) }}

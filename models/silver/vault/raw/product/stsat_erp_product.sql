-- grain: one row per product and full extract since its first one
{{ config(**append_only()) }}
{{ status_tracking_satellite(
    'product_hash_key',
    parts=['product_id'],
    key_columns=['product_id'],
    checked=ref('chk_erp__products'),
    tracking=ref('rtsat_erp_product'),
) }}

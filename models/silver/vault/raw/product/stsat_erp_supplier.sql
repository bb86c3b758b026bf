-- grain: one row per supplier and full extract since its first one
{{ config(**append_only()) }}
{{ status_tracking_satellite(
    'supplier_hash_key',
    parts=['supplier_id'],
    key_columns=['supplier_id'],
    checked=ref('chk_erp__suppliers'),
    tracking=ref('rtsat_erp_supplier'),
) }}

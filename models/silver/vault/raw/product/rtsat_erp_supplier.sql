-- grain: one row per supplier, change and delivery
{{ config(**append_only()) }}
{{ record_tracking_satellite(
    'supplier_hash_key',
    parts=['supplier_id'],
    source=ref('stg_erp__suppliers'),
    states={
        'supplier_hash_diff': ['supplier_name', 'country_code', 'lead_time_days', 'quality_grade'],
    },
) }}

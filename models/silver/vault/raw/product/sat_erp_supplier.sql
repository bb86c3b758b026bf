-- grain: one row per supplier and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'supplier_hash_key',
    parts=['supplier_id'],
    source=ref('stg_erp__suppliers'),
    columns=['supplier_name', 'country_code', 'lead_time_days', 'quality_grade'],
) }}

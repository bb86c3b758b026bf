-- grain: one row per erasure request, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'dcl_erasure_request_hash_key',
    parts=['subject_system', 'subject_id', 'request_id'],
    source=ref('stg_shop__erasure_requests'),
    columns=['requested_at'],
) }}

-- grain: one row per person and request to be erased, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'dcl_erasure_request_hash_key',
    source=ref('stg_shop__erasure_requests'),
    parents={
        'customer_hash_key': ['subject_system', 'subject_id'],
    },
    dependent=['request_id'],
) }}

-- grain: one row per request_id and version
{{ config(**replace_by(['request_id'])) }}
{{ state_over_time('shop__erasure_requests') }}

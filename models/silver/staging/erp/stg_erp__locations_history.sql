-- grain: one row per location_id and version
{{ config(**replace_by(['location_id'])) }}
{{ state_over_time('erp__locations') }}

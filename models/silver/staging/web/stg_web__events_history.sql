-- grain: one row per event_id and version
{{ config(**replace_by(['event_id'])) }}
{{ state_over_time('web__events') }}

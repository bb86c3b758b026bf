-- grain: one row per return_id and version
{{ config(**replace_by(['return_id'])) }}
{{ state_over_time('shop__returns') }}

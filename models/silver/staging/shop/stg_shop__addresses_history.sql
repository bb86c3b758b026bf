-- grain: one row per address_id and version
{{ config(**replace_by(['address_id'])) }}
{{ state_over_time('shop__addresses') }}

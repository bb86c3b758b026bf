-- grain: one row per challenge_id and version
{{ config(**replace_all()) }}
{{ state_over_time('reference__data_challenges') }}

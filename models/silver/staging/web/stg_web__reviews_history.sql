-- grain: one row per review_id and version
{{ config(**replace_by(['review_id'])) }}
{{ state_over_time('web__reviews') }}

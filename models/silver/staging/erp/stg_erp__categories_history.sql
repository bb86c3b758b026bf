-- grain: one row per category_id and version
{{ config(**replace_by(['category_id'])) }}
{{ state_over_time('erp__categories') }}

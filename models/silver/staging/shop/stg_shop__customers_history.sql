-- grain: one row per customer_id and version
{{ config(**replace_by(['customer_id'])) }}
{{ state_over_time('shop__customers') }}

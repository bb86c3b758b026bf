-- grain: one row per payment_id and version
{{ config(**replace_by(['payment_id'])) }}
{{ state_over_time('shop__payments') }}

-- grain: one row per order_id and version
{{ config(**replace_by(['order_id'])) }}
{{ state_over_time('shop__orders') }}

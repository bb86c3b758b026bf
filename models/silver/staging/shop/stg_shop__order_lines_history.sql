-- grain: one row per order_id, line_number and version
{{ config(**replace_by(['order_id', 'line_number'])) }}
{{ state_over_time('shop__order_lines') }}

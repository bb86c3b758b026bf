-- grain: one row per receipt_id and version
{{ config(**replace_by(['receipt_id'])) }}
{{ state_over_time('pos__receipts') }}

-- grain: one row per movement_id and version
{{ config(**replace_by(['movement_id'])) }}
{{ state_over_time('erp__inventory_movements') }}

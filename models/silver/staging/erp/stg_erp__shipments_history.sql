-- grain: one row per shipment_id and version
{{ config(**replace_by(['shipment_id'])) }}
{{ state_over_time('erp__shipments') }}

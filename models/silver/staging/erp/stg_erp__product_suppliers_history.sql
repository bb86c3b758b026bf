-- grain: one row per product_id, supplier_id and version
{{ config(**replace_by(['product_id', 'supplier_id'])) }}
{{ state_over_time('erp__product_suppliers') }}

-- grain: one row per delivered row of erp.inventory_counts, with the verdict on it
{{ config(**replace_by(['batch_date', 'delivery_number'])) }}
{{ checked_rows('erp__inventory_counts') }}

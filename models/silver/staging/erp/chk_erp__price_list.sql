-- grain: one row per delivered row of erp.price_list, with the verdict on it
{{ config(**replace_by(['batch_date', 'delivery_number'])) }}
{{ checked_rows('erp__price_list') }}

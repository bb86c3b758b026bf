-- grain: one row per delivered row of reference.holidays, with the verdict on it
{{ config(**replace_by(['batch_date', 'delivery_number'])) }}
{{ checked_rows('reference__holidays') }}

-- grain: one row per delivered row of finance.fx_rates, with the verdict on it
{{ config(**replace_by(['batch_date', 'delivery_number'])) }}
{{ checked_rows('finance__fx_rates') }}

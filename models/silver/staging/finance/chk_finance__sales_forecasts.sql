-- grain: one row per delivered row of finance.sales_forecasts, with the verdict on it
{{ config(**replace_by(['batch_date', 'delivery_number'])) }}
{{ checked_rows('finance__sales_forecasts') }}

-- grain: one row per month_date, category_id, revision_number and version
{{ config(**replace_by(['month_date', 'category_id', 'revision_number'])) }}
{{ state_over_time('finance__sales_forecasts') }}

-- grain: one row per delivered row of finance.sales_forecasts
{{ config(**append_only()) }}
{{ delivered_rows('finance__sales_forecasts') }}

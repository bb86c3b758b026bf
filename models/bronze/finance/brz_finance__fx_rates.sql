-- grain: one row per delivered row of finance.fx_rates
{{ config(**append_only()) }}
{{ delivered_rows('finance__fx_rates') }}

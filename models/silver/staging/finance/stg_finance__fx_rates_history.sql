-- grain: one row per currency_code, rate_date and version
{{ config(**replace_by(['currency_code', 'rate_date'])) }}
{{ state_over_time('finance__fx_rates') }}

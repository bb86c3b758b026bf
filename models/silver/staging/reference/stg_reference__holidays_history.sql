-- grain: one row per country_code, holiday_date and version
{{ config(**replace_all()) }}
{{ state_over_time('reference__holidays') }}

-- grain: one row per country_code and version
{{ config(**replace_all()) }}
{{ state_over_time('reference__countries') }}

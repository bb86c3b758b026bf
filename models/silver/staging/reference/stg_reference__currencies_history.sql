-- grain: one row per currency_code and version
{{ config(**replace_all()) }}
{{ state_over_time('reference__currencies') }}

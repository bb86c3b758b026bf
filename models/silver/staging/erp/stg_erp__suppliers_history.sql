-- grain: one row per supplier_id and version
{{ config(**replace_all()) }}
{{ state_over_time('erp__suppliers') }}

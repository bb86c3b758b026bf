-- grain: one row per delivered row of reference.data_challenges
{{ config(**append_only()) }}
{{ delivered_rows('reference__data_challenges') }}

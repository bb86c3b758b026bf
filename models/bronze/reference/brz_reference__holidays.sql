-- grain: one row per delivered row of reference.holidays
{{ config(**append_only()) }}
{{ delivered_rows('reference__holidays') }}

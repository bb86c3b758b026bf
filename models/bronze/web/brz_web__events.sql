-- grain: one row per delivered row of web.events
{{ config(**append_only()) }}
{{ delivered_rows('web__events') }}

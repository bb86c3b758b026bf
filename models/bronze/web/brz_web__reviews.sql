-- grain: one row per delivered row of web.reviews
{{ config(**append_only()) }}
{{ delivered_rows('web__reviews') }}

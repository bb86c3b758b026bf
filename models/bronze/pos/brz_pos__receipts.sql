-- grain: one row per delivered row of pos.receipts
{{ config(**append_only()) }}
{{ delivered_rows('pos__receipts') }}

-- grain: one row per delivered row of web.reviews, with the verdict on it
{{ config(**replace_by(['batch_date', 'delivery_number'])) }}
{{ checked_rows('web__reviews') }}

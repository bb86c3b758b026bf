-- grain: one row per delivered row of shop.orders, with the verdict on it
{{ config(**replace_by(['batch_date', 'delivery_number'])) }}
{{ checked_rows('shop__orders') }}

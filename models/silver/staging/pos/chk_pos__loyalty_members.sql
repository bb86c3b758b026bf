-- grain: one row per delivered row of pos.loyalty_members, with the verdict on it
{{ config(**replace_by(['batch_date', 'delivery_number'])) }}
{{ checked_rows('pos__loyalty_members') }}

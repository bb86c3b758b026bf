-- grain: one row per currency and delivery
{{ config(**append_only()) }}
{{ reference_table(
    source=ref('stg_reference__currencies'),
    columns=['currency_code', 'currency_name', 'decimal_places'],
) }}

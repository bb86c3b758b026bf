-- grain: one row per country, holiday and delivery
{{ config(**append_only()) }}
{{ reference_table(
    source=ref('stg_reference__holidays'),
    columns=['country_code', 'holiday_date', 'holiday_name'],
) }}

-- grain: one row per country and delivery
{{ config(**append_only()) }}
{{ reference_table(
    source=ref('stg_reference__countries'),
    columns=['country_code', 'country_name', 'currency_code', 'vat_rate'],
) }}

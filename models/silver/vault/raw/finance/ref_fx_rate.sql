-- grain: one row per currency, day and delivery
{{ config(**append_only()) }}
{{ reference_table(
    source=ref('stg_finance__fx_rates'),
    columns=['currency_code', 'rate_date', 'eur_per_unit'],
) }}

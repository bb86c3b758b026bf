-- Deliveries of codes, rates and the manifest, put together again from the vault.
{{ deliveries_that_differ({
    'finance__fx_rates': rebuilt_rows(
        ref('ref_fx_rate'),
        columns=['currency_code', 'rate_date', 'eur_per_unit'],
    ),
    'reference__countries': rebuilt_rows(
        ref('ref_country'),
        columns=['country_code', 'country_name', 'currency_code', 'vat_rate'],
    ),
    'reference__currencies': rebuilt_rows(
        ref('ref_currency'),
        columns=['currency_code', 'currency_name', 'decimal_places'],
    ),
    'reference__holidays': rebuilt_rows(
        ref('ref_holiday'),
        columns=['country_code', 'holiday_date', 'holiday_name'],
    ),
    'reference__data_challenges': rebuilt_rows(
        ref('ref_data_challenge'),
        columns=['challenge_id', 'system_name', 'table_name', 'business_key', 'what_it_is', 'must_show_up'],
    ),
    'reference__deliveries': rebuilt_rows(
        ref('ref_delivery'),
        columns=['system_name', 'table_name', 'delivery_kind', 'row_count', 'schema_version', 'delivered_at'],
    ),
}) }}

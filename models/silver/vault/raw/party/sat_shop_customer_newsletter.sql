-- grain: one row per shop customer with a consent, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'customer_hash_key',
    parts=["'shop'", 'customer_id'],
    source=ref('stg_shop__customers'),
    columns=['newsletter_consent'],
    personal='stg_shop__customers',
    where='newsletter_consent is not null',
) }}

-- grain: one row per country_code that any row describes or names
{{ config(**upsert_parent('country_code')) }}

with

{{ identity_rows(
    'country_code',
    described_by=[
        (ref('stg_reference__countries'), 'country_code'),
    ],
    named_by=[
        (ref('stg_reference__holidays'), 'country_code'),
        (ref('stg_shop__customers'), 'country_code'),
        (ref('stg_shop__addresses'), 'country_code'),
        (ref('stg_shop__orders'), 'ship_to_country_code'),
        (ref('stg_shop__orders'), 'bill_to_country_code'),
        (ref('stg_shop__promotions'), 'country_code'),
        (ref('stg_pos__loyalty_members'), 'country_code'),
        (ref('stg_pos__receipts'), 'location_country_code'),
        (ref('stg_erp__locations'), 'country_code'),
        (ref('stg_erp__suppliers'), 'country_code'),
    ]
) }}

select
    country_code,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

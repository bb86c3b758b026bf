-- grain: one row per currency_code that any row describes or names
{{ config(**upsert_parent('currency_code')) }}

with

{{ identity_rows(
    'currency_code',
    described_by=[
        (ref('stg_reference__currencies'), 'currency_code'),
    ],
    named_by=[
        (ref('stg_reference__countries'), 'currency_code'),
        (ref('stg_erp__price_list'), 'currency_code'),
        (ref('stg_shop__orders'), 'currency_code'),
        (ref('stg_shop__payments'), 'currency_code'),
        (ref('stg_pos__receipts'), 'currency_code'),
        (ref('stg_finance__fx_rates'), 'currency_code'),
    ]
) }}

select
    currency_code,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

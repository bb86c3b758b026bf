-- grain: one row per category_id that any row describes or names
{{ config(**upsert_parent('category_id')) }}

with

{{ identity_rows(
    'category_id',
    described_by=[
        (ref('stg_erp__categories'), 'category_id'),
    ],
    named_by=[
        (ref('stg_erp__categories'), 'parent_category_id'),
        (ref('stg_erp__products'), 'category_id'),
        (ref('stg_shop__promotions'), 'category_id'),
        (ref('stg_finance__sales_forecasts'), 'category_id'),
    ]
) }}

select
    category_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

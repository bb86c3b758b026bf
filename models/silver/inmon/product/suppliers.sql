-- grain: one row per supplier_id that any row describes or names
{{ config(**upsert_parent('supplier_id')) }}

with

{{ identity_rows(
    'supplier_id',
    described_by=[
        (ref('stg_erp__suppliers'), 'supplier_id'),
    ],
    named_by=[
        (ref('stg_erp__product_suppliers'), 'supplier_id'),
    ]
) }}

select
    supplier_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

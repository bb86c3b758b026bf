-- grain: one row per returned item, by parcel or in a store (return_id)
{{ config(**upsert_parent('return_id')) }}

{%- set receipt_lines = [] %}
{%- for position in range(1, 5) %}
    {%- do receipt_lines.append((
        ref('stg_pos__receipts'),
        "'store|' || receipt_id || '|" ~ position ~ "'",
        "receipt_type = 'return' and line_" ~ position ~ "_product_id is not null",
    )) %}
{%- endfor %}

with

{{ identity_rows('return_id', described_by=[(ref('stg_shop__returns'), "'web|' || return_id")] + receipt_lines) }}

select
    return_id,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

-- grain: one row per line of a sale (sales_order_id, line_number)
{{ config(**upsert_parent(['sales_order_id', 'line_number'])) }}

{%- set receipt_lines = [] %}
{%- for position in range(1, 5) %}
    {%- do receipt_lines.append((
        ref('stg_pos__receipts'),
        ["'store|' || receipt_id", 'cast(' ~ position ~ ' as integer)'],
        "receipt_type = 'sale' and line_" ~ position ~ "_product_id is not null",
    )) %}
{%- endfor %}

with

{{ identity_rows(
    ['sales_order_id', 'line_number'],
    described_by=[(ref('stg_shop__order_lines'), ["'web|' || order_id", 'line_number'])] + receipt_lines,
    named_by=[
        (ref('stg_shop__order_line_promotions'), ["'web|' || order_id", 'line_number']),
        (ref('stg_shop__returns'), ["'web|' || order_id", 'line_number']),
    ],
) }}

select
    sales_order_id,
    line_number,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities

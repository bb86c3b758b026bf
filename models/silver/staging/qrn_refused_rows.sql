-- grain: one row per delivered row, of any source table, that was not accepted
{{ config(materialized='view', schema='quarantine') }}

{%- for name in staged_sources() %}
    select
        record_source,
        batch_date,
        delivery_number,
        row_number,
        business_key,
        verdict,
        broken_rule,
        reason,
        delivered_row
    from {{ ref('qrn_' ~ name) }}
    {%- if not loop.last %}
        union all
    {%- endif %}
{%- endfor %}

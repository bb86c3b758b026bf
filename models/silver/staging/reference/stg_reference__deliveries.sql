-- grain: one row per delivery that the manifest lists
{{ config(materialized='view') }}

select
    batch_date,
    delivery_number,
    row_number,
    record_source,
    system_name,
    table_name,
    delivery_kind,
    {{ parse_as('row_count', 'integer') }} as row_count,
    {{ parse_as('schema_version', 'integer') }} as schema_version,
    {{ parse_as('delivered_at', 'timestamp') }} as delivered_at,
    audit_loaded_at
from {{ ref('brz_reference__deliveries') }}

-- grain: one row per delivery that the manifest lists, within the bound of the runs so far
{{ config(**append_only()) }}

with

landed as (

    select
        cast(batch_date as date) as batch_date,
        cast(delivery_number as integer) as delivery_number,
        cast(row_number as integer) as row_number,
        system_name,
        table_name,
        delivery_kind,
        row_count,
        schema_version,
        delivered_at
    from {{ ref('reference__deliveries') }}

)

select
    landed.batch_date,
    landed.delivery_number,
    landed.row_number,
    cast('reference.deliveries' as {{ dbt.type_string() }}) as record_source,
    landed.system_name,
    landed.table_name,
    landed.delivery_kind,
    landed.row_count,
    landed.schema_version,
    landed.delivered_at,
    {{ load_time() }} as audit_loaded_at,
    cast('{{ invocation_id }}' as {{ dbt.type_string() }}) as audit_invocation_id
from landed
where {{ is_within_bound('landed.batch_date') }}
    {%- if is_incremental() %}
    -- by the delivery that is listed, not by the manifest's own: a day's list may grow later
        and not exists (
            select 1
            from {{ this }} as loaded
            where landed.system_name = loaded.system_name
                and landed.table_name = loaded.table_name
                and landed.batch_date = loaded.batch_date
                and landed.delivery_number = loaded.delivery_number
        )
    {%- endif %}

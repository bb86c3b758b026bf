-- grain: one row per delivery that the manifest lists
{{ config(materialized='view') }}

with

listed as (

    select
        batch_date,
        delivery_number,
        system_name || '.' || table_name as record_source,
        system_name,
        table_name,
        delivery_kind,
        schema_version,
        delivered_at,
        row_count
    from {{ ref('stg_reference__deliveries') }}

),

landed as (

    {%- for name in staged_sources() %}
        {{ rows_per_delivery(ref('brz_' ~ name)) }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}

),

accepted as (

    {%- for name in staged_sources() %}
        {{ rows_per_delivery(ref('stg_' ~ name)) }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}

),

duplicates as (

    {%- for name in staged_sources() %}
        {{ rows_per_delivery(ref('qrn_' ~ name), "verdict = 'duplicate'") }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}

),

quarantined as (

    {%- for name in staged_sources() %}
        {{ rows_per_delivery(ref('qrn_' ~ name), "verdict = 'quarantined'") }}
        {%- if not loop.last %}
            union all
        {%- endif %}
    {%- endfor %}

),

counted as (

    -- full joins: rows of a delivery that nobody listed must show up too
    select
        coalesce(listed.record_source, landed.record_source) as record_source,
        coalesce(listed.batch_date, landed.batch_date) as batch_date,
        coalesce(listed.delivery_number, landed.delivery_number) as delivery_number,
        listed.delivery_kind,
        listed.schema_version,
        listed.delivered_at,
        listed.row_count as delivered_row_count,
        coalesce(landed.row_count, 0) as landed_row_count
    from listed
    full outer join landed
        on
            listed.record_source = landed.record_source
            and listed.batch_date = landed.batch_date
            and listed.delivery_number = landed.delivery_number

)

select
    counted.record_source,
    counted.batch_date,
    counted.delivery_number,
    counted.delivery_kind,
    counted.schema_version,
    counted.delivered_at,
    counted.delivered_row_count,
    counted.landed_row_count,
    coalesce(accepted.row_count, 0) as accepted_row_count,
    coalesce(duplicates.row_count, 0) as duplicate_row_count,
    coalesce(quarantined.row_count, 0) as quarantined_row_count
from counted
left join accepted
    on
        counted.record_source = accepted.record_source
        and counted.batch_date = accepted.batch_date
        and counted.delivery_number = accepted.delivery_number
left join duplicates
    on
        counted.record_source = duplicates.record_source
        and counted.batch_date = duplicates.batch_date
        and counted.delivery_number = duplicates.delivery_number
left join quarantined
    on
        counted.record_source = quarantined.record_source
        and counted.batch_date = quarantined.batch_date
        and counted.delivery_number = quarantined.delivery_number

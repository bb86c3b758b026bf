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

    {{ rows_per_delivery('brz') | indent }}

),

checked as (

    {{ rows_per_delivery('chk', {
        'accepted_count': "count(case when verdict = 'accepted' then 1 end)",
        'duplicate_count': "count(case when verdict = 'duplicate' then 1 end)",
        'quarantined_count': "count(case when verdict = 'quarantined' then 1 end)",
    }) | indent }}

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
    coalesce(checked.accepted_count, 0) as accepted_row_count,
    coalesce(checked.duplicate_count, 0) as duplicate_row_count,
    coalesce(checked.quarantined_count, 0) as quarantined_row_count
from counted
left join checked
    on
        counted.record_source = checked.record_source
        and counted.batch_date = checked.batch_date
        and counted.delivery_number = checked.delivery_number
